import { isIPv4 } from "node:net";

/** Whether only this machine can connect to an address that is listened on. */
export function isLoopback(host: string): boolean {
  // As a name, 127.example.org would be anybody's.
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
