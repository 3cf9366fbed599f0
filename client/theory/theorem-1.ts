import { createRng, permutation, type Rng } from "../../envs/rng.js";
import { type Assignment, welfare } from "../ops/assignment.js";
import type { TabularPolicy } from "./dynamic-programming.js";
import { EXACT_STEPS, type ExactSteps, exactUtilities } from "./expectation-maximization.js";
import { randomRmdp, type TabularRmdp } from "./tabular-rmdp.js";

/**
 * Tolerance for rounding in float64: values are sums of at most a few hundred terms of size 1, so their errors are about
 * 1e-14. A wrong step would lower welfare by far more.
 */
export const TOLERANCE = 1e-12;

/** Rounds of two steps after which EM counts as not converging; exact steps need only a few. */
const MAX_ROUNDS = 100;

/** The course of EM on one random r-MDP. */
export interface Theorem1Curve {
  /** n and k. */
  readonly numAgents: number;
  readonly numRepresentatives: number;
  /** Welfare (a mean over agents) at the start, and then after each M-step and E-step in turn. */
  readonly welfare: readonly number[];
  /** Whether an M-step followed by an E-step finally changed nothing. */
  readonly converged: boolean;
}

/** Results of checking the theorem. */
export interface Theorem1Result {
  readonly instances: number;
  /** Number of steps that lowered welfare by more than the tolerance. */
  readonly violations: number;
  /** The largest decrease of welfare in a step, including rounding errors; 0 if there is none. */
  readonly largestDecrease: number;
  readonly curves: readonly Theorem1Curve[];
}

/**
 * Checks theorem 1 on random instances: neither exact step of EM ever lowers welfare, so EM converges.
 * Ivanov and Ben-Porat 2024, section 3.3 and appendix A.
 * @param instances - number of instances
 * @param steps - inexact steps show that the check can fail
 */
export function theorem1(
  { instances, seed }: { readonly instances: number; readonly seed: number },
  steps: ExactSteps = EXACT_STEPS,
): Theorem1Result {
  const curves = Array.from({ length: instances }, (_, index) => {
    const rng = createRng(seed, `theorem 1/${index}`);
    const rmdp = randomRmdp(rng);
    return welfareCurve(rmdp, 1 + rng.integer(rmdp.numAgents), rng, steps);
  });
  const decreases = curves.flatMap((curve) =>
    curve.welfare.slice(1).map((after, step) => curve.welfare[step] - after),
  );
  return {
    instances,
    violations: decreases.filter((decrease) => decrease > TOLERANCE).length,
    largestDecrease: decreases.reduce((most, decrease) => Math.max(most, decrease), 0),
    curves,
  };
}

/**
 * Runs EM from random policies and a random assignment, in which every representative has agents, until nothing changes.
 * @param k - number of representatives, at most n
 */
export function welfareCurve(rmdp: TabularRmdp, k: number, rng: Rng, steps = EXACT_STEPS): Theorem1Curve {
  const { numAgents: n } = rmdp;
  let assignment = randomAssignment(n, k, rng);
  let policies = Array.from({ length: k }, () => randomPolicy(rmdp, rng));
  const curve = [welfare(exactUtilities(rmdp, policies), assignment)];
  let converged = false;
  for (let round = 0; round < MAX_ROUNDS && !converged; round++) {
    policies = steps.maximize(rmdp, assignment, policies);
    const utilities = exactUtilities(rmdp, policies);
    curve.push(welfare(utilities, assignment));
    const next = steps.assign(utilities, k);
    curve.push(welfare(utilities, next));
    converged = next.every((j, i) => j === assignment[i]);
    assignment = next;
  }
  return { numAgents: n, numRepresentatives: k, welfare: curve, converged };
}

function randomAssignment(n: number, k: number, rng: Rng): Assignment {
  const assignment = Int32Array.from({ length: n }, () => rng.integer(k));
  permutation(n, rng)
    .subarray(0, k)
    .forEach((agent, j) => {
      assignment[agent] = j;
    });
  return assignment;
}

function randomPolicy({ horizon, numStates, numActions }: TabularRmdp, rng: Rng): TabularPolicy {
  return Int32Array.from({ length: horizon * numStates }, () => rng.integer(numActions));
}
