import type { LearnerSnapshot } from "./learner.js";

/** Everything a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly learner: LearnerSnapshot;
  /** The states that the environments' server saved, one per environment. */
  readonly environmentStates: readonly Uint8Array[];
  /** Wall time spent so far. */
  readonly seconds: number;
  /** Name of the engine that computed the run: another engine rounds differently. */
  readonly backend: string;
}
