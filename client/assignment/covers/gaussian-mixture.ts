import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { addFarthest } from "./farthest-first.js";
import { kMeansGroups } from "./groups.js";
import { rowOf } from "./rows.js";

/** The entry in the registry of covers. */
export const gaussianMixture: CoverEntry = {
  description: "the means of a mixture of Gaussians",
  choose: mixtureMeans,
};

const MAX_STEPS = 200;
/** EM stops when the mean log-likelihood grows by less than this. */
const TOLERANCE = 1e-6;
/** Lower limit of a component's variance, as a share of the tasks' variance, so that no component shrinks to a point. */
const VARIANCE_FLOOR = 1e-6;

/** A normal distribution whose dimensions are independent. */
interface Component {
  readonly weight: number;
  /** [p]. */
  readonly mean: Float64Array;
  /** [p]. */
  readonly variance: Float64Array;
}

/**
 * The means of a mixture of K Gaussians with diagonal covariances, fitted by EM from the groups of k-means.
 * A baseline of Ge et al. 2025; Dempster et al. 1977.
 */
function mixtureMeans({ tasks, numPrototypes }: CoverProblem, rng: Rng): ParameterTable {
  const floor = varianceFloor(tasks);
  let responsibilities = kMeansGroups(tasks, numPrototypes, rng).map((group) => indicator(group, tasks.rows));
  let components = responsibilities.map((own) => fitted(tasks, own, floor));
  let likelihood = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < MAX_STEPS; step++) {
    const expected = expectation(tasks, components);
    if (expected.likelihood - likelihood < TOLERANCE) break;
    ({ likelihood, responsibilities } = expected);
    components = responsibilities.map((own) => fitted(tasks, own, floor));
  }
  return addFarthest(
    components.map(({ mean }) => mean),
    tasks,
    numPrototypes,
  );
}

function indicator(members: readonly number[], n: number): Float64Array {
  const own = new Float64Array(n);
  for (const i of members) own[i] = 1;
  return own;
}

/**
 * The M-step for one component.
 * @param responsibilities - the component's responsibilities, [n]
 */
function fitted(tasks: ParameterTable, responsibilities: Float64Array, floor: number): Component {
  const { rows: n, columns: p } = tasks;
  // Keeps the parameters of a component finite if it has lost all tasks.
  const total = Math.max(
    responsibilities.reduce((a, b) => a + b),
    Number.MIN_VALUE,
  );
  const moment = (of: (value: number, m: number) => number) =>
    Float64Array.from({ length: p }, (_, m) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += responsibilities[i] * of(tasks.values[i * p + m], m);
      return sum / total;
    });
  const mean = moment((value) => value);
  const variance = moment((value, m) => (value - mean[m]) ** 2).map((value) => value + floor);
  return { weight: total / n, mean, variance };
}

/** The E-step: each component's responsibilities, [n], and the mean log-likelihood of the components. */
function expectation(tasks: ParameterTable, components: readonly Component[]) {
  const responsibilities = components.map(() => new Float64Array(tasks.rows));
  let likelihood = 0;
  for (let i = 0; i < tasks.rows; i++) {
    const logs = components.map((component) => logDensity(rowOf(tasks, i), component));
    const highest = Math.max(...logs);
    const logSum = highest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - highest), 0));
    likelihood += logSum / tasks.rows;
    responsibilities.forEach((own, j) => {
      own[i] = Math.exp(logs[j] - logSum);
    });
  }
  return { likelihood, responsibilities };
}

/** log(weight · N(θ; mean, variance)), up to a constant. */
function logDensity(theta: Float64Array, { weight, mean, variance }: Component): number {
  return theta.reduce(
    (log, value, m) => log - ((value - mean[m]) ** 2 / variance[m] + Math.log(variance[m])) / 2,
    Math.log(weight),
  );
}

/** The mean over dimensions of the tasks' variance, times VARIANCE_FLOOR; above 0. */
function varianceFloor({ values, rows, columns }: ParameterTable): number {
  let total = 0;
  for (let m = 0; m < columns; m++) {
    const column = Float64Array.from({ length: rows }, (_, i) => values[i * columns + m]);
    const mean = column.reduce((a, b) => a + b) / rows;
    total += column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  }
  return VARIANCE_FLOOR * (total / columns || 1);
}
