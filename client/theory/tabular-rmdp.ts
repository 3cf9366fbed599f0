import type { Rng } from "../../envs/rng.js";

/** A represented MDP small enough to write down (Ivanov and Ben-Porat 2024, section 2.2). */
export interface TabularRmdp {
  /** S. */
  readonly numStates: number;
  /** A. */
  readonly numActions: number;
  /** n. */
  readonly numAgents: number;
  /** H: steps of an episode. */
  readonly horizon: number;
  /** γ. */
  readonly discount: number;
  /** T₀: probability of each first state, [S]. */
  readonly initial: Float64Array;
  /** T: probability of each next state, [S, A, S]. */
  readonly transitions: Float64Array;
  /** rⁱ(s, a), expected: [n, S, A]. */
  readonly rewards: Float64Array;
}

/**
 * An r-MDP of random size: S 2 … 6, A 2 … 4, n 1 … 12, H 1 … 6, γ in [0.5, 1]. Its distributions are random, with some
 * probabilities of 0, and its rewards are in [−1, 1), most of them 0.
 */
export function randomRmdp(rng: Rng): TabularRmdp {
  const between = (least: number, most: number) => least + rng.integer(most - least + 1);
  const [S, A, n, horizon] = [between(2, 6), between(2, 4), between(1, 12), between(1, 6)];
  const reward = () => (rng.uniform() < 0.6 ? 0 : 2 * rng.uniform() - 1);
  return {
    numStates: S,
    numActions: A,
    numAgents: n,
    horizon,
    discount: 0.5 + 0.5 * rng.uniform(),
    initial: distribution(S, rng),
    transitions: Float64Array.from(Array.from({ length: S * A }, () => [...distribution(S, rng)]).flat()),
    rewards: Float64Array.from({ length: n * S * A }, reward),
  };
}

/** @returns probabilities, [length] */
function distribution(length: number, rng: Rng): Float64Array {
  const sure = rng.integer(length);
  const weights = Float64Array.from({ length }, (_, s) =>
    s === sure || rng.uniform() < 0.5 ? rng.uniform() + 0.01 : 0,
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
