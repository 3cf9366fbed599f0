/** The contract that this code implements: see rmdp/v1/service.proto. */
export const CONTRACT = "rmdp.v1";
/** Grows with each addition to the contract. */
export const CONTRACT_REVISION = 3;
/** The revision that this code's clients require of a server. They use later additions only if the server has them. */
export const NEEDED_REVISION = 1;
