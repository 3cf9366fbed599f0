import { ConfigError } from "../../base/config-error.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { boxWidth } from "./distance.js";
import { addFarthest } from "./farthest-first.js";
import { boxCentre } from "./rows.js";

/** The entry in the registry of covers. */
export const exactSweep: CoverEntry = {
  description: "an optimal cover, for tasks of one dimension",
  choose: sweptPrototypes,
};

/**
 * An optimal cover in one dimension: a sweep over sorted tasks decides for each whether an interval of 2ε starts there.
 *   C[k, i] = max(C[k, i + 1], tᵢ − i + C[k − 1, tᵢ]),  tᵢ the first task above θ_i + 2ε
 * is the largest number of tasks from i on that k intervals can cover.
 * @throws ConfigError if there are more dimensions
 */
function sweptPrototypes({ tasks, epsilon, numPrototypes: K }: CoverProblem): ParameterTable {
  if (tasks.columns !== 1) {
    throw new ConfigError(
      `cover: expected tasks of one dimension for "exact-sweep", got ${tasks.columns}; ` +
        'choose "greedy-intersection", or "gradient" if that takes too long',
    );
  }
  const order = [...tasks.values.keys()].sort((a, b) => tasks.values[a] - tasks.values[b]);
  const ends = windowEnds(
    Float64Array.from(order, (i) => tasks.values[i]),
    boxWidth(epsilon),
  );
  const most = mostCovered(ends, K);
  const prototypes: Float64Array[] = [];
  let [k, i] = [K, 0];
  while (k > 0 && i < ends.length) {
    if (most[k][i] === most[k][i + 1]) i++;
    else {
      prototypes.push(boxCentre(tasks, order.slice(i, ends[i])));
      i = ends[i];
      k--;
    }
  }
  return addFarthest(prototypes, tasks, K);
}

/** The end of the window that starts at each value: the index of the first value outside it, [n]. */
function windowEnds(sorted: Float64Array, width: number): Int32Array {
  let end = 0;
  return Int32Array.from(sorted, (start) => {
    while (end < sorted.length && sorted[end] - start <= width) end++;
    return end;
  });
}

/** C, [K + 1][n + 1]. */
function mostCovered(ends: Int32Array, K: number): Int32Array[] {
  const n = ends.length;
  const most = [new Int32Array(n + 1)];
  for (let k = 1; k <= K; k++) {
    const row = new Int32Array(n + 1);
    for (let i = n - 1; i >= 0; i--) row[i] = Math.max(row[i + 1], ends[i] - i + most[k - 1][ends[i]]);
    most.push(row);
  }
  return most;
}
