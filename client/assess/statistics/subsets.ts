import type { Utilities } from "../../ops/assignment.js";

/** Number of subsets of one size up to which all are compared. */
const MOST_SUBSETS = 10_000;

/** Expected returns of k policies for n agents. */
export interface ReturnTable {
  /** [k, n]. */
  readonly values: Utilities;
  /** k. */
  readonly numPolicies: number;
}

/** Whether the best m of k policies are found by comparing all subsets. */
export function isExhaustive(k: number, m: number): boolean {
  let subsets = 1;
  for (let i = 0; i < Math.min(m, k - m); i++) subsets = (subsets * (k - i)) / (i + 1);
  return Math.round(subsets) <= MOST_SUBSETS;
}

/**
 * The m policies that serve agents best if each agent has its best of them; among equals, the first in order.
 *   maximise Σᵢ max over j in S of V[j, i], |S| = m
 * All subsets are compared if there are few of that size. Otherwise policies are added one by one, each time the one that
 * helps most. What that gains over every agent's worst policy is at least 1 − 1/e of what the best subset gains, since the
 * sum is monotone and submodular (Nemhauser, Wolsey and Fisher 1978).
 * @returns indices from 0, ascending
 */
export function bestSubset(table: ReturnTable, m: number): number[] {
  return isExhaustive(table.numPolicies, m) ? bestOfAll(table, m) : greedySubset(table, m);
}

function bestOfAll(table: ReturnTable, m: number): number[] {
  let best: number[] = [];
  let bestSum = Number.NEGATIVE_INFINITY;
  const none = new Float64Array(table.values.length / table.numPolicies).fill(Number.NEGATIVE_INFINITY);
  const visit = (chosen: readonly number[], maxima: Float64Array): void => {
    if (chosen.length === m) {
      const sum = maxima.reduce((a, b) => a + b, 0);
      if (sum > bestSum) [best, bestSum] = [[...chosen], sum];
      return;
    }
    const last = table.numPolicies - (m - chosen.length);
    for (let j = (chosen.at(-1) ?? -1) + 1; j <= last; j++)
      visit([...chosen, j], withPolicy(table, maxima, j));
  };
  visit([], none);
  return best;
}

function greedySubset(table: ReturnTable, m: number): number[] {
  const n = table.values.length / table.numPolicies;
  let maxima = Float64Array.from({ length: n }, (_, i) => lowestFor(table, i));
  const chosen: number[] = [];
  while (chosen.length < m) {
    let [best, bestSum] = [-1, Number.NEGATIVE_INFINITY];
    for (let j = 0; j < table.numPolicies; j++) {
      if (chosen.includes(j)) continue;
      const sum = withPolicy(table, maxima, j).reduce((a, b) => a + b, 0);
      if (sum > bestSum) [best, bestSum] = [j, sum];
    }
    chosen.push(best);
    maxima = withPolicy(table, maxima, best);
  }
  return chosen.sort((a, b) => a - b);
}

function lowestFor({ values, numPolicies }: ReturnTable, i: number): number {
  const n = values.length / numPolicies;
  return Math.min(...Array.from({ length: numPolicies }, (_, j) => values[j * n + i]));
}

/** Each agent's best return if policy j is added. */
function withPolicy({ values }: ReturnTable, maxima: Float64Array, j: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(maxima, (best, i) => Math.max(best, values[j * maxima.length + i]));
}

/**
 * The best of some policies for each agent; among equals, the first.
 * @param subset - indices from 0, at least one
 * @returns [n]
 */
export function bestOf({ values, numPolicies }: ReturnTable, subset: readonly number[]): Int32Array {
  const n = values.length / numPolicies;
  return Int32Array.from({ length: n }, (_, i) =>
    subset.reduce((best, j) => (values[j * n + i] > values[best * n + i] ? j : best), subset[0]),
  );
}
