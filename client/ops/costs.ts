import type { Utilities } from "./assignment.js";

/** Whether a return is below 0. Then a few steps that cost little say little of an episode: what they lead to costs too. */
export function areCosts(utilities: Utilities): boolean {
  return utilities.some((utility) => utility < 0);
}
