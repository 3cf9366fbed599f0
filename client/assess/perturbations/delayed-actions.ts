import type { ActionArray } from "../../../envs/index.js";
import type { Perturber } from "./perturber.js";

/**
 * Actions that take effect late: at step t that of step max(t − D, 0) of the same episode.
 * @param steps - D
 */
export function delayedActions(numEnvs: number, steps: number): Perturber {
  /** The latest actions of each environment, at most D of them, the oldest first. */
  const waiting: ActionArray[][] = Array.from({ length: numEnvs }, () => []);
  return {
    act(actions, starts) {
      const a = actions.length / numEnvs;
      for (let row = 0; row < numEnvs; row++) {
        const own = actions.subarray(row * a, (row + 1) * a);
        if (starts(row)) waiting[row] = Array.from({ length: steps }, () => own.slice());
        waiting[row].push(own.slice());
        own.set(waiting[row].shift()!);
      }
    },
  };
}
