import { ANYONE, type Caller } from "../security/authentication.js";
import { isLoopback } from "../security/loopback.js";

/**
 * Who shares the server with others: a caller, where callers can be told apart. Where all are one, it is the machine
 * that calls, and of this machine's programs, which share an address, the connection.
 * @param peer - address:port, as gRPC has it
 */
export function clientOf(caller: Caller, peer: string): string {
  if (caller !== ANYONE) return caller;
  const address = peer.slice(0, peer.lastIndexOf(":")).replace(/^::ffff:/, "");
  return isLoopback(address) ? peer : address;
}
