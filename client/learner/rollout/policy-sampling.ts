import type { ActionArray } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";

/** Parameters of action distributions as numbers, [rows, a] each; rows are environments. */
export type ActionDistributions =
  | { readonly kind: "gaussian"; readonly mean: Float32Array; readonly logStd: Float32Array }
  | { readonly kind: "categorical"; readonly logits: Float32Array };

/** Whether a policy samples actions from its distribution or takes the mode. */
export type ActingMode = "stochastic" | "deterministic";

/**
 * @param actions - [rows, a] or [rows], written
 */
export function chooseActions(
  distributions: ActionDistributions,
  mode: ActingMode,
  rng: Rng,
  actions: ActionArray,
): void {
  if (distributions.kind === "gaussian") chooseGaussian(distributions, mode, rng, actions);
  else chooseCategorical(distributions.logits, mode, rng, actions);
}

function chooseGaussian(
  { mean, logStd }: { mean: Float32Array; logStd: Float32Array },
  mode: ActingMode,
  rng: Rng,
  actions: ActionArray,
): void {
  for (let i = 0; i < actions.length; i++) {
    const noise = mode === "stochastic" ? Math.exp(logStd[i]) * rng.normal() : 0;
    actions[i] = mean[i] + noise;
  }
}

/** Draws by the Gumbel-max trick: argmax of logits + Gumbel noise (Gumbel 1954). */
function chooseCategorical(logits: Float32Array, mode: ActingMode, rng: Rng, actions: ActionArray): void {
  const numActions = logits.length / actions.length;
  for (let row = 0; row < actions.length; row++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < numActions; a++) {
      const noise = mode === "stochastic" ? -Math.log(-Math.log(1 - rng.uniform())) : 0;
      const score = logits[row * numActions + a] + noise;
      if (score <= best) continue;
      best = score;
      actions[row] = a;
    }
  }
}
