import type { ServerUnaryCall } from "@grpc/grpc-js";
import { reasonOf } from "../base/errors.js";
import type { Logger } from "../base/log.js";
import type { Meter } from "../base/meter.js";
import { toGrpcStatus } from "../base/statuses.js";
import type { Access } from "../security/access.js";
import type { Caller } from "../security/authentication.js";
import { clientOf } from "./client.js";

/** The parts of a call that identify its caller. */
type Call = Pick<ServerUnaryCall<unknown, unknown>, "metadata" | "getAuthContext" | "getPeer">;

/** What handlers need besides the call. */
export interface CallContext<Service> {
  /** The service for the call's caller. @throws ContractError (UNAUTHENTICATED) */
  serviceFor(call: Call): Service;
  /** The status that the caller gets for an error. */
  statusOf(error: unknown): Error;
  /** Logs and counts a failure that cannot be reported to a caller. */
  failed(error: unknown): void;
}

/** @param forCaller - the service for a caller, who uses a client's share of the server */
export function createCallContext<Service>(
  forCaller: (caller: Caller, client: string) => Service,
  log: Logger,
  access: Pick<Access, "identify">,
  meter: Meter,
): CallContext<Service> {
  return {
    serviceFor(call) {
      const certificate = call.getAuthContext().sslPeerCertificate;
      const caller = access.identify({ metadata: call.metadata, certificate });
      return forCaller(caller, clientOf(caller, call.getPeer()));
    },
    statusOf(error) {
      meter.failed(reasonOf(error));
      return toGrpcStatus(error, log);
    },
    failed(error) {
      meter.failed(reasonOf(error));
      log.error({ err: error }, "a call failed, and its caller could not be told");
    },
  };
}
