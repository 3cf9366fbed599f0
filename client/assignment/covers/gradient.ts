import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { adam, type Trained } from "./adam.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { boxWidth, isWithin, maxDistance } from "./distance.js";

/** The entry in the registry of covers. */
export const gradientCover: CoverEntry = {
  description: "by gradient descent, in any number of dimensions",
  choose: descendedPrototypes,
};

/** Starts, of which the best result counts: the loss has local minima. */
const STARTS = 3;
const STEPS = 1500;

/** Prototypes and, by those, what they came to. */
interface Candidate {
  /** [K, p], in units of ε. */
  readonly prototypes: Float64Array;
  /** Tasks within ε. */
  readonly covered: number;
  readonly loss: number;
}

/**
 * The gradient cover: prototypes and soft assignments that leave little of the tasks' distances beyond ε.
 *   min over θ_j, w of Σᵢ ReLU(Σⱼ softmax(wᵢ)ⱼ ‖θ_j − θ_i‖∞ − ε)
 * by Adam, from tasks drawn at random that are far apart, in units of ε so that scaling θ and ε together scales the result. Of all steps,
 * the one that covers most counts. Promises nothing, but takes any number of dimensions.
 * Ge et al. 2025, section 3.2.
 */
function descendedPrototypes(problem: CoverProblem, rng: Rng): ParameterTable {
  const { tasks, epsilon, numPrototypes } = problem;
  const { rows, columns: p } = tasks;
  const points = { rows, columns: p, values: tasks.values.map((value) => value / epsilon) };
  let best: Candidate | undefined;
  for (let start = 0; start < STARTS; start++) {
    const first = distantTasks(problem, rng).flatMap((i) => [...points.values.subarray(i * p, (i + 1) * p)]);
    const found = descend(points, Float64Array.from(first));
    if (best === undefined || isBetter(found, best)) best = found;
    if (best.loss === 0) break;
  }
  const values = best!.prototypes.map((value) => value * epsilon);
  return { rows: numPrototypes, columns: p, values };
}

/** K tasks, each drawn from those that no prototype could cover together with one before; from all where there are none. */
function distantTasks({ tasks, epsilon, numPrototypes }: CoverProblem, rng: Rng): number[] {
  const all = Array.from({ length: tasks.rows }, (_, i) => i);
  const drawn: number[] = [];
  let distant = all;
  while (drawn.length < numPrototypes) {
    const from = distant.length > 0 ? distant : all;
    const task = from[rng.integer(from.length)];
    drawn.push(task);
    distant = distant.filter((i) => maxDistance(tasks, i, tasks, task) > boxWidth(epsilon));
  }
  return drawn;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.covered > b.covered || (a.covered === b.covered && a.loss < b.loss);
}

/**
 * @param points - the tasks, in units of ε, as are the prototypes
 * @param first - prototypes, [K, p]; changed
 */
function descend(points: ParameterTable, first: Float64Array): Candidate {
  const prototypes = adam(first);
  const weights = adam(new Float64Array(points.rows * (first.length / points.columns)));
  let best: Candidate | undefined;
  for (let step = 1; step <= STEPS; step++) {
    prototypes.gradient.fill(0);
    weights.gradient.fill(0);
    const { loss, covered } = lossAndGradients(points, { prototypes, weights });
    if (best === undefined || isBetter({ prototypes: first, covered, loss }, best)) {
      best = { prototypes: prototypes.values.slice(), covered, loss };
    }
    if (loss === 0) break;
    prototypes.step(step);
    weights.step(step);
  }
  return best!;
}

/** What is trained. */
interface SoftCover {
  /** θ, [K, p], in units of ε. */
  readonly prototypes: Trained;
  /** w, [n, K]: logits of how much each prototype has of each task. */
  readonly weights: Trained;
}

/**
 * The loss at the parameters, whose gradients it adds to; of ‖·‖∞, the one of the largest coordinate.
 *   ∂/∂w_ij = s_ij (d_ij − Σₗ s_il d_il),  ∂/∂θ_jm = s_ij sign(θ_jm − θ_im),  for tasks beyond ε
 */
function lossAndGradients(
  points: ParameterTable,
  { prototypes, weights }: SoftCover,
): Pick<Candidate, "loss" | "covered"> {
  const { rows, columns: p, values } = points;
  const K = prototypes.values.length / p;
  const table = { rows: K, columns: p, values: prototypes.values };
  let [loss, covered] = [0, 0];
  const [shares, distances] = [new Float64Array(K), new Float64Array(K)];
  const furthest = new Int32Array(K);
  for (let i = 0; i < rows; i++) {
    let [expected, nearest] = [0, Number.POSITIVE_INFINITY];
    softmax(weights.values, i * K, shares);
    for (let j = 0; j < K; j++) {
      furthest[j] = furthestCoordinate(points, i, table, j);
      distances[j] = Math.abs(table.values[j * p + furthest[j]] - values[i * p + furthest[j]]);
      expected += shares[j] * distances[j];
      nearest = Math.min(nearest, distances[j]);
    }
    if (isWithin(nearest, 1)) covered++;
    if (expected <= 1) continue;
    loss += expected - 1;
    for (let j = 0; j < K; j++) {
      const side = Math.sign(table.values[j * p + furthest[j]] - values[i * p + furthest[j]]);
      weights.gradient[i * K + j] += shares[j] * (distances[j] - expected);
      prototypes.gradient[j * p + furthest[j]] += shares[j] * side;
    }
  }
  return { loss, covered };
}

/** @param shares - written; of the logits from an offset on */
function softmax(logits: Float64Array, offset: number, shares: Float64Array): void {
  let [highest, sum] = [Number.NEGATIVE_INFINITY, 0];
  for (let j = 0; j < shares.length; j++) highest = Math.max(highest, logits[offset + j]);
  for (let j = 0; j < shares.length; j++) sum += shares[j] = Math.exp(logits[offset + j] - highest);
  for (let j = 0; j < shares.length; j++) shares[j] /= sum;
}

/** Where a_i and b_j of two tables' rows, which are as wide, differ most. */
function furthestCoordinate(a: ParameterTable, i: number, b: ParameterTable, j: number): number {
  const p = a.columns;
  let furthest = 0;
  let distance = -1;
  for (let m = 0; m < p; m++) {
    const own = Math.abs(b.values[j * p + m] - a.values[i * p + m]);
    if (own <= distance) continue;
    furthest = m;
    distance = own;
  }
  return furthest;
}
