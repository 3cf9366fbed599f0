import { type LoadedPolicy, loadPolicy, type PolicyModel } from "../../serving/models/policy.js";
import type { PolicySpaces } from "../../serving/models/policy-shapes.js";
import { policyTools } from "../../serving/models/policy-tools.js";

/** A session's policies, loaded in a thread that steps some of its environments. */
export interface PolicySet {
  readonly policies: readonly LoadedPolicy[];
  release(): Promise<void>;
}

/** Requirements that policies must meet. */
export interface PolicySetTask {
  readonly spaces: PolicySpaces;
  /** Number of environments that they decide for. */
  readonly numRows: number;
  /** Is awaited before each policy, so that other sessions in the thread have their turn. */
  readonly pause: () => Promise<void>;
}

/**
 * Loads all policies or none.
 * @throws ContractError (INVALID_VALUE, LIMIT) if a model is not a policy, (POLICIES) if ONNX Runtime cannot be loaded
 */
export async function loadPolicies(
  models: readonly PolicyModel[],
  { spaces, numRows, pause }: PolicySetTask,
): Promise<PolicySet> {
  const tools = await policyTools();
  const policies: LoadedPolicy[] = [];
  const release = async () => void (await Promise.all(policies.map((policy) => policy.release())));
  try {
    for (const [i, model] of models.entries()) {
      await pause();
      policies.push(await loadPolicy(tools, model, { spaces, numRows, where: `policies[${i}].model` }));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { policies, release };
}
