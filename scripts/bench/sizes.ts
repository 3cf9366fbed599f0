import type { Sizes } from "../../client/learner/model/model.js";
import { box, discrete } from "../../envs/index.js";

/** The sizes of a learner, named as in rows. */
export interface BenchSizes {
  /** Representatives. */
  readonly k: number;
  /** Agents. */
  readonly n: number;
  /** Numbers in an observation. */
  readonly d: number;
  /** Components of a continuous action, or choices of a discrete one. */
  readonly a: number;
  readonly discrete: boolean;
}

export function learnerSizes({ k, n, d, a, discrete: isDiscrete }: BenchSizes): Sizes {
  const actionSpace = isDiscrete ? discrete(a) : box([a], -1, 1);
  return { numRepresentatives: k, numAgents: n, observationSize: d, actionSpace };
}
