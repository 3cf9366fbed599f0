import type { Environments } from "../../remote/environments/environments.js";
import type { Perturber } from "./perturber.js";

/** A component of observations that stays what it is when an episode starts, as of a sensor that hangs. */
export function stuckComponent(
  { numEnvs, observationSize: d }: Pick<Environments, "numEnvs" | "observationSize">,
  component: number,
): Perturber {
  const first = new Float32Array(numEnvs);
  return {
    observe(observations, starts) {
      for (let row = 0; row < numEnvs; row++) {
        if (starts(row)) first[row] = observations[row * d + component];
        observations[row * d + component] = first[row];
      }
    },
  };
}
