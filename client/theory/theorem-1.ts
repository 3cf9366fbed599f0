import { createRng, permutation, type Rng } from "../../envs/rng.js";
import { type Assignment, welfare } from "../ops/assignment.js";
import type { TabularPolicy } from "./dynamic-programming.js";
import { EXACT_STEPS, type ExactSteps, exactUtilities } from "./expectation-maximization.js";
import { randomRmdp, type TabularRmdp } from "./tabular-rmdp.js";

/**
 * What float64 may round: values are sums of at most a few hundred terms of size 1, so that they are off by
 * some 1e-14; a step that is wrong is so by far more.
 */
export const TOLERANCE = 1e-12;

/** Rounds of two steps after which EM is taken not to converge; exact steps take a handful. */
const MAX_ROUNDS = 100;

/** How EM went on one random r-MDP. */
export interface Theorem1Curve {
  /** n and k. */
  readonly numAgents: number;
  readonly numRepresentatives: number;
  /** Welfare (a mean over agents) at the start, and then after each M-step and E-step in turn. */
  readonly welfare: readonly number[];
  /** Whether an M-step and an E-step came to change nothing. */
  readonly converged: boolean;
}

/** What was found of the theorem. */
export interface Theorem1Result {
  readonly instances: number;
  /** Steps that lowered welfare by more than the tolerance. */
  readonly violations: number;
  /** The most that a step lowered welfare by, rounding errors included; 0 if none did. */
  readonly largestDecrease: number;
  readonly curves: readonly Theorem1Curve[];
}

/**
 * Theorem 1, on random instances: neither exact step of EM ever lowers welfare, so that it converges.
 * Ivanov and Ben-Porat 2024, section 3.3 and appendix A.
 * @param instances - how many
 * @param steps - others than exact ones are for seeing that it can be violated
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
 * EM from random policies and a random assignment that leaves no representative without agents, until it
 * changes nothing.
 * @param k - representatives, at most n
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
