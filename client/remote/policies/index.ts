/** A client of servers of policies: who serves whom, and actions for observations. */
export type { ClientSecurity } from "../transport/security.js";
export { ConnectionError } from "../transport/transport.js";
export { type ConnectedPolicies, connect } from "./connect.js";
export type { Acted, ActOptions, Actors, Episode, Subject } from "./requests.js";
