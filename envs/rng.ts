import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus, xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** A stream of random numbers whose state can be saved. */
export interface Rng {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal with mean 0 and variance 1. */
  normal(): number;
  /** Uniform in 0 … n − 1. */
  integer(n: number): number;
  /** Four 32-bit integers. */
  getState(): number[];
  setState(state: readonly number[]): void;
}

/**
 * Creates the stream for a seed and name. Streams with different seeds or names are unrelated.
 * @param seed - 0 … 2^53 − 1
 * @param name - distinguishes streams with the same seed, for example "actions"
 */
export function createRng(seed: number, name = ""): Rng {
  const hash = createHash("sha256").update(`${seed}/${name}`).digest();
  let generator = xoroshiro128plus(0);
  const rng: Rng = {
    uniform: () => uniformFloat64(generator),
    // Box and Muller 1958. The second number is dropped, so that the generator's state is the whole state.
    normal: () => Math.sqrt(-2 * Math.log(1 - rng.uniform())) * Math.cos(2 * Math.PI * rng.uniform()),
    integer: (n) => Math.floor(rng.uniform() * n),
    getState: () => [...generator.getState()],
    setState: (state) => {
      generator = xoroshiro128plusFromState(state);
    },
  };
  rng.setState([0, 4, 8, 12].map((i) => hash.readInt32LE(i)));
  return rng;
}

/** 0 … length − 1 in random order (Fisher and Yates 1938). */
export function permutation(length: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
