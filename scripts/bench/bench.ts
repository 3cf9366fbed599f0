import type { Reference } from "./ratios.js";
import type { Row } from "./row.js";

/** How benches are run. */
export interface BenchContext {
  /** Rounds in which everything has its turn; in `train` and `growth`, iterations. The median counts. */
  readonly rounds: number;
  /** How long a turn of ours is, at least: the calls that fit in, or one. */
  readonly seconds: number;
  /** The Python of the peers' virtual environment; they are left out without it. */
  readonly peers: string | undefined;
  /** Says what is going on, or what is left out and why. */
  readonly progress: (text: string) => void;
}

/** Something that is measured. */
export interface Bench {
  readonly name: string;
  /** The table's heading. */
  readonly title: string;
  /** What the table does not say by itself, in a sentence or two. */
  readonly about: string;
  /** What ratios are to; none if left out. */
  readonly reference?: Reference;
  /** Whether scripts/bench/peers has something to measure beside it. */
  readonly hasPeers: boolean;
  /** Measures; rows come as they are ready. */
  run(context: BenchContext): AsyncIterable<Row>;
}
