import { isIPv4 } from "node:net";

/** Whether only this machine can connect to an address. */
export function isLoopback(host: string): boolean {
  // Only an IPv4 address counts, since 127.example.org is a host name.
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
