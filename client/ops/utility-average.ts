import type { Utilities } from "./assignment.js";

/** A moving average of returns. */
export interface UtilityAverage {
  /** Q, [k, n]; 0 until a representative's first return. */
  readonly utilities: Utilities;
  /** [k, n]: the latest returns. */
  readonly latest: Float64Array;
  /** [k]: whether a representative has had a return. */
  readonly known: readonly boolean[];
}

export function initialUtilities(numRepresentatives: number, numAgents: number): UtilityAverage {
  const zeros = () => new Float64Array(numRepresentatives * numAgents);
  return { utilities: zeros(), latest: zeros(), known: new Array<boolean>(numRepresentatives).fill(false) };
}

/**
 *   Q[j, i] ← (1 − λ) Q[j, i] + λ R[j, i]
 * with R the latest return, kept where there is no new one; Q starts at the first.
 * Ivanov and Ben-Porat 2024, eq. 10.
 * @param returns - [k, n]: representatives' new returns for agents
 * @param counts - [k]: number of episodes behind each mean; 0 if there is none
 * @param rate - λ
 */
export function averageUtilities(
  { utilities, latest, known }: UtilityAverage,
  returns: Float64Array,
  counts: readonly number[],
  rate: number,
): UtilityAverage {
  const n = returns.length / counts.length;
  const row = (c: number) => Math.floor(c / n);
  const newest = latest.map((old, c) => (counts[row(c)] > 0 ? returns[c] : old));
  return {
    utilities: utilities.map((q, c) => (known[row(c)] ? (1 - rate) * q + rate * newest[c] : newest[c])),
    latest: newest,
    known: known.map((before, j) => before || counts[j] > 0),
  };
}
