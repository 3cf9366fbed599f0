import type { LearnerSnapshot } from "./learner.js";

/** All that a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly learner: LearnerSnapshot;
  /** What the environments' server saved, one an environment. */
  readonly environmentStates: readonly Uint8Array[];
  /** Wall time spent so far. */
  readonly seconds: number;
  /** What computed, as an engine names it: another one rounds otherwise. */
  readonly backend: string;
}
