/** The contract that this code implements: see rmdp/v1/service.proto. */
export const CONTRACT = "rmdp.v1";
/** The contract of servers of policies: see policies/v1/policies.proto. */
export const POLICIES_CONTRACT = "policies.v1";
export const POLICIES_CONTRACT_REVISION = 1;
/** Grows with each addition to the contract rmdp.v1. */
export const CONTRACT_REVISION = 4;
/** The revision that this code's clients require of a server. They use later additions only if the server has them. */
export const NEEDED_REVISION = 1;
