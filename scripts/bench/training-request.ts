import type { TrainConfigInput } from "../../client/index.js";

/** What to train, as the one argument of the process that does. */
export interface TrainingRequest {
  readonly config: TrainConfigInput;
  /** That are timed, at least, after a warm-up. */
  readonly iterations: number;
  /** The wire between learner and server; loopback if left out. */
  readonly wire?: WireConditions;
  /** Flags of the server beside those that every bench uses. */
  readonly serverFlags?: readonly string[];
}

/** What a wire does to the bytes on it. */
export interface WireConditions {
  /** Milliseconds that bytes are under way, in each direction. */
  readonly delay: number;
  /** Megabits that pass in a second, in each direction. */
  readonly megabits: number;
}

/** What training took. */
export interface Training {
  readonly engine: string;
  readonly backend: string;
  /** Agents. */
  readonly n: number;
  /** Of all representatives together. */
  readonly transitionsPerSecond: number;
  /** Of an iteration, by what they went to. */
  readonly seconds: Readonly<Record<"acting" | "stepping" | "wire" | "updating", number>>;
  /** Peak resident memory in MB; null of a server where the system does not tell. */
  readonly memory: { readonly learner: number; readonly server: number | null };
}
