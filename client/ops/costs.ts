import type { Utilities } from "./assignment.js";

/** Whether any return is below 0. If so, a few cheap steps say little about an episode, since later steps cost too. */
export function areCosts(utilities: Utilities): boolean {
  return utilities.some((utility) => utility < 0);
}
