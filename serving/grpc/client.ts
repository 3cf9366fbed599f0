import { ANYONE, type Caller } from "../security/authentication.js";
import { isLoopback } from "../security/loopback.js";

/**
 * The client whose share of the server a call uses. If callers are identified, it is the caller. Otherwise it is the
 * calling machine or, for programs on this machine, which share an address, the connection.
 * @param peer - address:port, in gRPC's form
 */
export function clientOf(caller: Caller, peer: string): string {
  if (caller !== ANYONE) return caller;
  const address = peer.slice(0, peer.lastIndexOf(":")).replace(/^::ffff:/, "");
  return isLoopback(address) ? peer : address;
}
