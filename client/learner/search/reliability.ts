import type { Rollout } from "../rollout/rollout.js";
import { addRow } from "./behavior.js";
import { windowsIn } from "./windows.js";

/** The least reliability at which windows count as behaviors. */
const LEAST_RELIABILITY = 0.25;

/**
 * Whether windows differ by more than luck. A way of acting shows in all steps of a window, luck in each by itself, so
 * that a lucky window promises nothing for the next.
 */
export function differByMoreThanLuck(rollout: Rollout): boolean {
  return reliability(rollout) >= LEAST_RELIABILITY;
}

/**
 * The split-half reliability of windows: how the returns of their even steps (e) and of their odd ones (o) go together.
 * Each is compared with the mean of its representative's; sums are over representatives, windows and agents.
 *   ρ = 2r/(1 + r),  r = Σ (e − ē)(o − ō) / √(Σ (e − ē)² · Σ (o − ō)²)
 * Spearman 1910; Brown 1910.
 * @returns 1 if windows do not differ, or there are none
 */
export function reliability(rollout: Rollout): number {
  const [, k] = rollout.shape;
  const halves = Array.from({ length: k }, (_, j) => halvesOf(rollout, j)).flat();
  const variances = [sumOfProducts(halves, 0, 0), sumOfProducts(halves, 1, 1)];
  if (variances.some((variance) => variance <= 0)) return 1;
  const r = sumOfProducts(halves, 0, 1) / Math.sqrt(variances[0] * variances[1]);
  return (2 * r) / (1 + r);
}

/** Returns of a window in its even steps and in its odd ones, [n] each. */
type Halves = readonly [even: Float64Array, odd: Float64Array];

/** The halves of a representative's windows, less their means. */
function halvesOf(rollout: Rollout, j: number): Halves[] {
  const [T, k, B] = rollout.shape;
  const n = rollout.rewards.length / (T * k * B);
  const halves = Array.from(windowsIn(rollout, j), ({ rows }): Halves => {
    const sums: Halves = [new Float64Array(n), new Float64Array(n)];
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

function sumOfProducts(halves: readonly Halves[], first: number, second: number): number {
  let sum = 0;
  for (const pair of halves) {
    for (let i = 0; i < pair[0].length; i++) sum += pair[first][i] * pair[second][i];
  }
  return sum;
}
