/** The contract this code was written for: see rmdp/v1/service.proto. */
export const CONTRACT = "rmdp.v1";
/** Grows with each addition to the contract. */
export const CONTRACT_REVISION = 2;
