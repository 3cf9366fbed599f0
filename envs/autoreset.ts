import { EpisodeStateError } from "./errors.js";
import { Phase } from "./vector-buffers.js";

/**
 * When an environment is reset after its episode ended, as in `gymnasium.vector.AutoresetMode`: in the next step, in the
 * same step, or never by itself.
 */
export type AutoresetMode = "next-step" | "same-step" | "disabled";

/**
 * @param phases - [N]
 * @throws EpisodeStateError if an environment cannot be stepped
 */
export function checkSteppable(phases: Uint8Array, mode: AutoresetMode): void {
  const unreset = phases.indexOf(Phase.unreset);
  if (unreset >= 0) {
    throw new EpisodeStateError("NOT_RESET", `environment ${unreset} was never reset: reset before stepping`);
  }
  const over = mode === "disabled" ? phases.indexOf(Phase.over) : -1;
  if (over >= 0) {
    const what = `the episode of environment ${over} is over: reset it before stepping`;
    throw new EpisodeStateError("EPISODE_OVER", `${what} (autoreset is disabled)`);
  }
}
