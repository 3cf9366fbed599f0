import type { Transport } from "../remote/transport/transport.js";
import type { GridObserver } from "./execute/run-grid.js";
import type { Grid } from "./plan/grid.js";
import type { GridRequest } from "./plan/grid-request.js";

/** What is asked of an experiment; what is left out is as in its paper. */
export interface ExperimentRequest extends Omit<GridRequest, "experiment"> {
  /** J, runs at a time. */
  readonly jobs: number;
  /** Where everything is kept. */
  readonly out: string;
  /** That asks for it, to be given again. */
  readonly command: string;
}

/** Who has an experiment made. */
export interface ExperimentHost {
  /** Flags of `caucus train` with which runs reach their servers. */
  readonly serverFlags: readonly string[];
  /** Connects to one of them. */
  withServer<R>(use: (transport: Transport) => Promise<R>): Promise<R>;
  /** Does something that may be told to stop. */
  interruptible<R>(use: (signal: AbortSignal) => Promise<R>): Promise<R>;
  /** A line for a person. */
  say(line: string): void;
  /** @param finished - runs of it that are there already */
  watch(grid: Grid, finished: number): GridObserver & { stop(): void };
}

/** What came of making an experiment. */
export interface ExperimentEnd {
  /** Paths of what was written. */
  readonly files: readonly string[];
  /** At what budget; in parts, none where there is nothing to say. */
  readonly notes: readonly string[];
  /** Each run that is not there, and why. */
  readonly missing: readonly string[];
  readonly interrupted: boolean;
  /** How many runs failed, of how many. */
  readonly lost: number;
  readonly planned: number;
}

/** Something that is found out by training, or computing, and is shown in tables and a figure. */
export interface Experiment {
  readonly title: string;
  /** What it trains, for a list. */
  readonly details: readonly string[];
  /**
   * Makes it, or goes on with it where it was stopped.
   * @throws ConfigError if what is asked for cannot be
   */
  make(request: ExperimentRequest, host: ExperimentHost): Promise<ExperimentEnd>;
}
