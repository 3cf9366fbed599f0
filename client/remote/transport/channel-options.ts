import type { ChannelOptions } from "@grpc/grpc-js";
import { isLoopback } from "./proxy.js";

/**
 * Options of every connection: whether it still stands is asked now and then, and no proxy is used to this machine.
 * @param address - host:port
 */
export function channelOptions(address: string): ChannelOptions {
  return {
    // A half-open connection is noticed in less than a minute. A learner that is busy updating reads the
    // server's answer late, so the timeout is long. A false alarm only costs attaching again.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 30_000,
    "grpc.enable_http_proxy": isLoopback(address) ? 0 : 1,
  };
}
