import { ContractError } from "../../proto/index.js";
import { loadRuntime } from "../../proto/onnx-runtime.js";
import { createCostCheck } from "./cost.js";
import { type LoadedPolicy, loadPolicy, type PolicyModel, type PolicyTools } from "./policy.js";
import type { PolicySpaces } from "./policy-shapes.js";

/** The policies of a session, in the thread of some of its environments. */
export interface PolicySet {
  readonly policies: readonly LoadedPolicy[];
  release(): Promise<void>;
}

/** What policies are loaded for. */
export interface PolicySetTask {
  readonly spaces: PolicySpaces;
  /** Environments that they decide for. */
  readonly numRows: number;
  /** Awaited before each policy, so that others in the thread have their turn. */
  readonly pause: () => Promise<void>;
}

let tools: Promise<PolicyTools> | undefined;

/**
 * Loads all policies or none.
 * @throws ContractError (INVALID_VALUE, LIMIT) if one of them is none, (POLICIES) if ONNX Runtime does not work here
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
