import {
  ContractError,
  type PutPoliciesRequest,
  type PutPoliciesResponse,
  unexpected,
} from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { Workplace } from "./workplace.js";

/** Gives a session its policies. */
export async function putPolicies(
  { environments, maxPolicies, maxPolicyBytes }: Workplace,
  { policies }: PutPoliciesRequest,
): Promise<PutPoliciesResponse> {
  if (maxPolicyBytes === 0)
    throw new ContractError(
      "POLICIES",
      "this server takes no policies: step the environments one step at a time",
    );
  if (policies.length === 0) throw unexpected("policies", "at least 1", "0");
  checkLimit("policies", policies.length, maxPolicies, "of them");
  const bytes = policies.reduce((sum, { model }) => sum + model.byteLength, 0);
  checkLimit("policies", bytes, maxPolicyBytes, "bytes of policies");
  await environments.putPolicies(policies);
  return {};
}
