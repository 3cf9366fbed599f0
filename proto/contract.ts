/** The contract this code was written for: see rmdp/v1/service.proto. */
export const CONTRACT = "rmdp.v1";
/** Grows with each addition to the contract. */
export const CONTRACT_REVISION = 3;
/** What this code's clients need of a server. Of what came later, they use only what servers may leave out. */
export const NEEDED_REVISION = 1;
