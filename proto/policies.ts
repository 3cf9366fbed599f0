/** The messages of policies.v1, in a namespace, since some have names of rmdp.v1. */
export * from "./gen/policies/v1/acting.js";
export * from "./gen/policies/v1/assignment.js";
export * from "./gen/policies/v1/policies.js";
