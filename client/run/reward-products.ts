import type { ActionArray } from "../../envs/index.js";
import type { Rng } from "../../envs/rng.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import { actionSize } from "../learner/rollout/rollout.js";
import type { Environments } from "../remote/environments/environments.js";

/**
 * Compares agents by their rewards while one policy acts with sampled actions. An agent's features are its rewards at
 * each of F steps. Only the features' inner products are kept: n² numbers instead of n · F.
 *   G[i, i′] = Σₜ rᵢ,ₜ · rᵢ′,ₜ
 * @param environments - B of them; if B does not divide F, only some of them count at the last step
 * @param numSteps - F, environment steps in total
 * @returns G, [n, n]; undefined if it was aborted
 */
export async function rewardProducts(
  environments: Environments,
  representatives: Representatives,
  numSteps: number,
  rng: Rng,
  signal: AbortSignal,
): Promise<Float64Array | undefined> {
  const { actionSpace, numEnvs, spec } = environments;
  const size = numEnvs * actionSize(actionSpace);
  const actions: ActionArray = actionSpace.kind === "box" ? new Float32Array(size) : new Int32Array(size);
  const products = new Float64Array(spec.numAgents ** 2);
  let observations = await environments.reset();
  for (let done = 0; done < numSteps; done += numEnvs) {
    if (signal.aborted) return undefined;
    await representatives.act(observations, "stochastic", rng, actions);
    const step = await environments.step(actions);
    addProducts(products, step.rewards, spec.numAgents, Math.min(numEnvs, numSteps - done));
    observations = step.observations;
  }
  return products;
}

/**
 * G ← G + Σ r rᵀ over the first rows; most rewards are zero.
 * @param products - G, [n, n], changed
 * @param rewards - [N, n]
 */
export function addProducts(products: Float64Array, rewards: Float32Array, n: number, numRows: number): void {
  for (let row = 0; row < numRows; row++) {
    const own = rewards.subarray(row * n, (row + 1) * n);
    const rewarded = [...own.keys()].filter((i) => own[i] !== 0);
    for (const i of rewarded) {
      for (const other of rewarded) products[i * n + other] += own[i] * own[other];
    }
  }
}
