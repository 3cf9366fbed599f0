import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { adam, type Trained } from "./adam.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { boxWidth, isWithin, maxDistance } from "./distance.js";

/** The entry in the registry of covers. */
export const gradientCover: CoverEntry = {
  description: "prototypes found by gradient descent, in any number of dimensions",
  choose: descendedPrototypes,
};

/** Number of starts. The best result counts, since the loss has local minima. */
const STARTS = 3;
const STEPS = 1500;

/** Prototypes, with the number of tasks that they cover. */
interface Candidate {
  /** [K, p], in units of ε. */
  readonly prototypes: Float64Array;
  /** Number of tasks within ε of a prototype. */
  readonly covered: number;
  readonly loss: number;
}

/**
 * The gradient cover: prototypes and soft assignments that minimise how far tasks' distances exceed ε.
 *   min over θ_j, w of Σᵢ ReLU(Σⱼ softmax(wᵢ)ⱼ ‖θ_j − θ_i‖∞ − ε)
 * It uses Adam, starting from random tasks that are far apart. It works in units of ε, so that scaling θ and ε together
 * scales the result. The step that covers most tasks counts. It gives no guarantee, but handles any number of dimensions.
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

/** K random tasks. No prototype could cover two of them, unless no such task is left; then any task may be drawn. */
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
 * @param points - [n, p], in units of ε
 * @param first - initial prototypes, [K, p], in units of ε; changed
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
 * Computes the loss at the parameters and adds its gradients to theirs. The gradient of ‖·‖∞ is that of the largest
 * coordinate.
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

/** @param shares - receives the softmax of the logits that start at the offset */
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
