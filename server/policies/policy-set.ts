import { ContractError } from "../../proto/index.js";
import { loadRuntime } from "../../proto/onnx-runtime.js";
import { createCostCheck } from "./cost.js";
import { type LoadedPolicy, loadPolicy, type PolicyModel, type PolicyTools } from "./policy.js";
import type { PolicySpaces } from "./policy-shapes.js";

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

let tools: Promise<PolicyTools> | undefined;

/**
 * Loads all policies or none.
 * @throws ContractError (INVALID_VALUE, LIMIT) if a model is not a policy, (POLICIES) if ONNX Runtime cannot be loaded
 */
export async function loadPolicies(
  models: readonly PolicyModel[],
  { spaces, numRows, pause }: PolicySetTask,
): Promise<PolicySet> {
  tools ??= loadTools();
  const loaded = await tools;
  const policies: LoadedPolicy[] = [];
  const release = async () => void (await Promise.all(policies.map((policy) => policy.release())));
  try {
    for (const [i, model] of models.entries()) {
      await pause();
      policies.push(await loadPolicy(loaded, model, { spaces, numRows, where: `policies[${i}].model` }));
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { policies, release };
}

async function loadTools(): Promise<PolicyTools> {
  try {
    const ort = await loadRuntime();
    return { ort, cost: createCostCheck(ort) };
  } catch (error) {
    throw new ContractError("POLICIES", `this server can run no policies: ${(error as Error).message}`);
  }
}
