import type { ActionArray, Rng, Space } from "../../envs/index.js";

/** Actions of numEnvs environments, uniform in [−1, 1] or over choices: [N, a] or [N]. */
export function randomActions(space: Space, numEnvs: number, rng: Rng): ActionArray {
  if (space.kind === "discrete") return Int32Array.from({ length: numEnvs }, () => rng.integer(space.n));
  return Float32Array.from({ length: numEnvs * space.shape[0] }, () => 2 * rng.uniform() - 1);
}
