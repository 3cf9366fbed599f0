import type { Space } from "../../../envs/index.js";
import type { Rng } from "../../../envs/rng.js";
import { ConfigError } from "../../base/config-error.js";
import type { Perturber } from "./perturber.js";

/**
 * Actions with normal noise, in units of half the range of each component, after which they are within their bounds again.
 * Of discrete actions, a random one takes an action's place with the probability `size`.
 * @throws ConfigError if components have no bounds
 */
export function noisyActions(space: Space, size: number, rng: Rng): Perturber {
  if (space.kind === "discrete") return randomActions(space.n, size, rng);
  const { low, high, shape } = space;
  if (![...low, ...high].every(Number.isFinite))
    throw new ConfigError("--perturb: expected actions with bounds for action-noise, got none");
  return {
    act(actions) {
      for (let c = 0; c < actions.length; c++) {
        const component = c % shape[0];
        const [from, to] = [low[component % low.length], high[component % high.length]];
        const noisy = Math.min(Math.max(actions[c], from), to) + ((size * (to - from)) / 2) * rng.normal();
        actions[c] = Math.min(Math.max(noisy, from), to);
      }
    },
  };
}

function randomActions(numActions: number, probability: number, rng: Rng): Perturber {
  return {
    act(actions) {
      for (let row = 0; row < actions.length; row++) {
        // Draws both numbers always, so that runs with the same seed differ in nothing else.
        const [chance, random] = [rng.uniform(), rng.integer(numActions)];
        if (chance < probability) actions[row] = random;
      }
    },
  };
}
