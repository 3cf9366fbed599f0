import type { Reference } from "./ratios.js";
import type { Row } from "./row.js";

/** How benches are run. */
export interface BenchContext {
  /**
   * Number of rounds in which each contender has a turn; in `train` and `growth`, of iterations. The median counts. In
   * `soak`, of minutes.
   */
  readonly rounds: number;
  /** Minimal length of a turn of ours in seconds, which has at least one call. */
  readonly seconds: number;
  /** The Python of the peers' virtual environment; they are left out without it. */
  readonly peers: string | undefined;
  /** Reports what is being measured, or what is left out and why. */
  readonly progress: (text: string) => void;
}

/** Something that is measured. */
export interface Bench {
  readonly name: string;
  /** The table's heading. */
  readonly title: string;
  /** One or two sentences that explain the table. */
  readonly about: string;
  /** The reference of ratios; there are no ratios if it is left out. */
  readonly reference?: Reference;
  /** Whether scripts/bench/peers has something to measure beside it. */
  readonly hasPeers: boolean;
  /** Measures; rows come as they are ready. */
  run(context: BenchContext): AsyncIterable<Row>;
}
