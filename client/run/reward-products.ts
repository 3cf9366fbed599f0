import type { Rng } from "../../envs/rng.js";
import { playSteps } from "../learner/play/steps.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import type { Environments } from "../remote/environments/environments.js";

/** How agents' rewards are gathered. */
export interface RewardProductsOptions {
  /** F, environment steps in all. */
  readonly numSteps: number;
  /** Draws actions. */
  readonly rng: Rng;
  /** Ends it without a result. */
  readonly signal: AbortSignal;
}

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
  { numSteps, rng, signal }: RewardProductsOptions,
): Promise<Float64Array | undefined> {
  const { numEnvs, spec } = environments;
  const products = new Float64Array(spec.numAgents ** 2);
  const options = { mode: "stochastic", rng, maxSteps: Math.ceil(numSteps / numEnvs) } as const;
  let done = 0;
  for await (const { rewards } of playSteps(environments, representatives, options)) {
    if (signal.aborted) return undefined;
    addProducts(products, rewards, spec.numAgents, Math.min(numEnvs, numSteps - done));
    done += numEnvs;
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
