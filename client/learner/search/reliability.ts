import type { Rollout } from "../rollout/rollout.js";
import { WINDOW_STEPS } from "./behavior.js";

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

/** Returns of each window in its even steps and in its odd ones, [n] each. */
type Halves = readonly (readonly [even: Float64Array, odd: Float64Array])[];

function halvesOf({ shape: [T, k, B], rewards, done }: Rollout, j: number): Halves {
  const n = rewards.length / (T * k * B);
  const windows: [Float64Array, Float64Array][] = [];
  for (let b = 0; b < B; b++) {
    let steps = 0;
    let window: [Float64Array, Float64Array] = [new Float64Array(n), new Float64Array(n)];
    for (let t = 0; t < T; t++) {
      const row = (t * k + j) * B + b;
      const half = window[steps % 2];
      for (let i = 0; i < n; i++) half[i] += rewards[row * n + i];
      steps++;
      if (done[row] === 0 && steps < WINDOW_STEPS) continue;
      windows.push(window);
      window = [new Float64Array(n), new Float64Array(n)];
      steps = 0;
    }
  }
  return windows;
}

/** Covariance of two halves over windows, summed over agents. */
function covariance(windows: Halves, first: number, second: number): number {
  const n = windows[0][0].length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const mean = (half: number) => windows.reduce((total, pair) => total + pair[half][i], 0) / windows.length;
    const [a, b] = [mean(first), mean(second)];
    for (const pair of windows) sum += (pair[first][i] - a) * (pair[second][i] - b);
  }
  return sum / windows.length;
}
