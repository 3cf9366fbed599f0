import type { TrainConfigInput } from "../../config/train-config.js";
import type { GridName } from "./definitions.js";

/** A request that determines a grid. */
export interface GridRequest {
  readonly experiment: GridName;
  /** Share of the paper's transitions. */
  readonly scale: number;
  /**
   * S, the number of runs of each setting, with the S seeds from the experiment's first on; if left out, the paper's, or
   * fewer at a small scale.
   */
  readonly seeds?: number;
  /** Environments; the experiment's if left out. */
  readonly environments?: readonly string[];
  /** Algorithms, which need not be the experiment's; the experiment's if left out. */
  readonly algorithms?: readonly string[];
  /** Values of k; the experiment's if left out. */
  readonly representatives?: readonly number[];
  /** Environment steps of all policies together; the experiment's if left out. */
  readonly frames?: readonly number[];
  /** Settings of every run, besides those that the grid determines. */
  readonly settings: TrainConfigInput;
}
