import type { TrainConfigInput } from "../../config/train-config.js";
import type { GridName } from "./definitions.js";

/** What decides a grid. */
export interface GridRequest {
  readonly experiment: GridName;
  /** Share of the paper's transitions. */
  readonly scale: number;
  /** S, runs of each setting, with seeds 0 … S − 1; fewer than the paper's at a small scale if not given. */
  readonly seeds?: number;
  /** Those of the experiment, if not given. */
  readonly environments?: readonly string[];
  /** The experiment's, if not given; or any others. */
  readonly algorithms?: readonly string[];
  /** Values of k; those of the experiment, if not given. */
  readonly representatives?: readonly number[];
  /** Environment steps of all policies together; those of the experiment, if not given. */
  readonly frames?: readonly number[];
  /** Of every run, beside what the grid decides. */
  readonly settings: TrainConfigInput;
}
