import type { Utilities } from "./assignment.js";

/** Whether a return is below 0. Then few steps say little of an episode: those that cost little do not end there. */
export function areCosts(utilities: Utilities): boolean {
  return utilities.some((utility) => utility < 0);
}
