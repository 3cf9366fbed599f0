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
 * For each m = 1 … k, the m policies that serve agents best if each agent has its best of them; among equals, the first.
 *   maximise Σᵢ max over j in S of V[j, i], |S| = m
 * All subsets are compared if there are few of that size. Otherwise policies are added one by one, each time the one that
 * helps most. What that gains over every agent's worst policy is at least 1 − 1/e of what the best subset gains, since the
 * sum is monotone and submodular (Nemhauser, Wolsey and Fisher 1978).
 * @returns [k]: indices from 0, ascending
 */
export function bestSubsets(table: ReturnTable): number[][] {
  const k = table.numPolicies;
  const sizes = Array.from({ length: k }, (_, i) => i + 1);
  const order = sizes.every((m) => isExhaustive(k, m)) ? [] : greedyOrder(table);
  return sizes.map((m) =>
    isExhaustive(k, m) ? bestOfAll(table, m) : order.slice(0, m).sort((a, b) => a - b),
  );
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

/** All policies, each time the one that helps most. */
function greedyOrder(table: ReturnTable): number[] {
  const n = table.values.length / table.numPolicies;
  let maxima = Float64Array.from({ length: n }, (_, i) => lowestFor(table, i));
  const left = new Set(Array.from({ length: table.numPolicies }, (_, j) => j));
  const order: number[] = [];
  while (left.size > 0) {
    let [best, bestSum] = [-1, Number.NEGATIVE_INFINITY];
    for (const j of left) {
      const sum = withPolicy(table, maxima, j).reduce((a, b) => a + b, 0);
      if (sum > bestSum) [best, bestSum] = [j, sum];
    }
    left.delete(best);
    order.push(best);
    maxima = withPolicy(table, maxima, best);
  }
  return order;
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
