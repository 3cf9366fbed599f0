import type { Transport } from "../remote/transport/transport.js";
import type { GridObserver } from "./execute/run-grid.js";
import type { Grid } from "./plan/grid.js";
import type { GridRequest } from "./plan/grid-request.js";

/** A request for an experiment; fields that are left out are as in its paper. */
export interface ExperimentRequest extends Omit<GridRequest, "experiment"> {
  /** J, the number of runs at a time. */
  readonly jobs: number;
  /** Directory for all files. */
  readonly out: string;
  /** The command line that makes this request. */
  readonly command: string;
}

/** The services that an experiment needs from its caller. */
export interface ExperimentHost {
  /** Flags of `caucus train` for the runs' servers. */
  readonly serverFlags: readonly string[];
  /** Calls a function with a connection to one of the servers. */
  withServer<R>(use: (transport: Transport) => Promise<R>): Promise<R>;
  /** Calls a function with a signal that Ctrl-C aborts. */
  interruptible<R>(use: (signal: AbortSignal) => Promise<R>): Promise<R>;
  /** Prints a line for people. */
  say(line: string): void;
  /** @param finished - number of runs that are finished already */
  watch(grid: Grid, finished: number): GridObserver & { stop(): void };
}

/** The result of making an experiment. */
export interface ExperimentEnd {
  /** Paths of the written files. */
  readonly files: readonly string[];
  /** Notes about the budget; may be empty. */
  readonly notes: readonly string[];
  /** A line for each missing run, with the reason. */
  readonly missing: readonly string[];
  readonly interrupted: boolean;
  /** Number of failed runs. */
  readonly lost: number;
  readonly planned: number;
}

/** An experiment: it trains or computes something and shows the results in tables and a figure. */
export interface Experiment {
  readonly title: string;
  /** Lines that say what it trains. */
  readonly details: readonly string[];
  /**
   * Makes the experiment, or goes on where it was stopped.
   * @throws ConfigError if the request is invalid
   */
  make(request: ExperimentRequest, host: ExperimentHost): Promise<ExperimentEnd>;
}
