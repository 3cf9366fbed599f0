import type { Rng } from "../../envs/rng.js";
import type { ParameterTable } from "../parameter-table.js";
import { adam, type Trained } from "./adam.js";
import type { CoverProblem } from "./cover.js";
import { isWithin } from "./distance.js";
import { randomTasks } from "./random.js";

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
 * by Adam, from tasks drawn at random, in units of ε so that scaling θ and ε together scales the result. Of all steps,
 * the one that covers most counts. Promises nothing, but takes any number of dimensions.
 * Ge et al. 2025, section 3.2.
 */
export function gradientCover(problem: CoverProblem, rng: Rng): ParameterTable {
  const { tasks, epsilon, numPrototypes } = problem;
  const points = tasks.values.map((value) => value / epsilon);
  let best: Candidate | undefined;
  for (let start = 0; start < STARTS; start++) {
    const first = randomTasks(problem, rng).values.map((value) => value / epsilon);
    const found = descend(points, tasks.columns, first, numPrototypes);
    if (best === undefined || isBetter(found, best)) best = found;
    if (best.loss === 0) break;
  }
  const values = best!.prototypes.map((value) => value * epsilon);
  return { rows: numPrototypes, columns: tasks.columns, values };
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.covered > b.covered || (a.covered === b.covered && a.loss < b.loss);
}

/**
 * @param points - [n, p], in units of ε, as are the prototypes
 * @param first - prototypes, [K, p]; changed
 */
function descend(points: Float64Array, p: number, first: Float64Array, K: number): Candidate {
  const prototypes = adam(first);
  const weights = adam(new Float64Array((points.length / p) * K));
  let best: Candidate | undefined;
  for (let step = 1; step <= STEPS; step++) {
    prototypes.gradient.fill(0);
    weights.gradient.fill(0);
    const { loss, covered } = lossAndGradients(points, p, prototypes, weights, K);
    if (best === undefined || isBetter({ prototypes: first, covered, loss }, best)) {
      best = { prototypes: prototypes.values.slice(), covered, loss };
    }
    if (loss === 0) break;
    prototypes.step(step);
    weights.step(step);
  }
  return best!;
}

/**
 * The loss at the parameters, whose gradients it adds to; of ‖·‖∞, the one of the largest coordinate.
 *   ∂/∂w_ij = s_ij (d_ij − Σₗ s_il d_il),  ∂/∂θ_jm = s_ij sign(θ_jm − θ_im),  for tasks beyond ε
 */
function lossAndGradients(
  points: Float64Array,
  p: number,
  prototypes: Trained,
  weights: Trained,
  K: number,
): Pick<Candidate, "loss" | "covered"> {
  let [loss, covered] = [0, 0];
  for (let i = 0; i < points.length / p; i++) {
    const shares = softmax(weights.values.subarray(i * K, (i + 1) * K));
    const furthest = shares.map((_, j) => furthestCoordinate(points, i, prototypes.values, j, p));
    const offset = (j: number) => prototypes.values[j * p + furthest[j]] - points[i * p + furthest[j]];
    const distances = shares.map((_, j) => Math.abs(offset(j)));
    const expected = shares.reduce((sum, share, j) => sum + share * distances[j], 0);
    if (isWithin(Math.min(...distances), 1)) covered++;
    if (expected <= 1) continue;
    loss += expected - 1;
    shares.forEach((share, j) => {
      weights.gradient[i * K + j] += share * (distances[j] - expected);
      prototypes.gradient[j * p + furthest[j]] += share * Math.sign(offset(j));
    });
  }
  return { loss, covered };
}

function softmax(logits: Float64Array): Float64Array {
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** Where a point and a prototype differ most. */
function furthestCoordinate(
  points: Float64Array,
  i: number,
  prototypes: Float64Array,
  j: number,
  p: number,
): number {
  let [furthest, distance] = [0, -1];
  for (let m = 0; m < p; m++) {
    const own = Math.abs(prototypes[j * p + m] - points[i * p + m]);
    if (own > distance) [furthest, distance] = [m, own];
  }
  return furthest;
}
