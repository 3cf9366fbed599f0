import type { Rollout } from "../rollout/rollout.js";
import { addRow } from "./behavior.js";
import { windowsIn } from "./windows.js";

/**
 * The least reliability at which windows count as behaviors. Those of HalfCheetah have more, most of them 0.38 to
 * 0.86, and those of `portfolio` about 0. At 0.25, some of HalfCheetah's would not count.
 */
const LEAST_RELIABILITY = 0.1;

/**
 * The representatives whose windows do not differ by luck alone. A way of acting shows in all steps of a window,
 * luck in each by itself, so that a lucky window promises nothing for the next.
 */
export function reliableRepresentatives(rollout: Rollout): number[] {
  const [, k] = rollout.shape;
  return Array.from({ length: k }, (_, j) => j).filter((j) => reliability(rollout, j) >= LEAST_RELIABILITY);
}

/**
 * The split-half reliability of a representative's windows: how their returns of even steps (e) and of odd ones (o) go
 * together, over all agents.
 *   ρ = 2r/(1 + r),  r = Σᵢ cov(eᵢ, oᵢ) / √(Σᵢ var eᵢ · Σᵢ var oᵢ)
 * Spearman 1910; Brown 1910.
 * @param j - the representative
 * @returns 1 if windows do not differ, or there are none
 */
export function reliability(rollout: Rollout, j: number): number {
  const halves = halvesOf(rollout, j);
  if (halves.length === 0) return 1;
  const variances = [0, 1].map((half) => covariance(halves, half, half));
  if (variances.some((variance) => variance <= 0)) return 1;
  const r = covariance(halves, 0, 1) / Math.sqrt(variances[0] * variances[1]);
  return (2 * r) / (1 + r);
}

/** Returns of each window in its even steps and in its odd ones, [n] each, less their means over windows. */
type Halves = readonly (readonly [even: Float64Array, odd: Float64Array])[];

function halvesOf(rollout: Rollout, j: number): Halves {
  const [T, k, B] = rollout.shape;
  const n = rollout.rewards.length / (T * k * B);
  const halves = Array.from(windowsIn(rollout, j), ({ rows }) => {
    const sums = [new Float64Array(n), new Float64Array(n)] as const;
    rows.forEach((row, step) => {
      addRow(sums[step % 2], rollout.rewards, row);
    });
    return sums;
  });
  for (const half of [0, 1]) subtractMean(halves.map((sums) => sums[half]));
  return halves;
}

/** @param rows - [n] each, changed */
function subtractMean(rows: readonly Float64Array[]): void {
  for (let i = 0; i < (rows[0]?.length ?? 0); i++) {
    const mean = rows.reduce((total, row) => total + row[i], 0) / rows.length;
    for (const row of rows) row[i] -= mean;
  }
}

/** Covariance of two halves over windows, summed over agents. */
function covariance(halves: Halves, first: number, second: number): number {
  let sum = 0;
  for (let i = 0; i < halves[0][0].length; i++) {
    for (const pair of halves) sum += pair[first][i] * pair[second][i];
  }
  return sum / halves.length;
}
