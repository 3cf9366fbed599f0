import * as tf from "@tensorflow/tfjs-core";
import { numIterations } from "../../base/num-iterations.js";
import { areTrained } from "../../base/revisions.js";
import { type Assignment, greedyAssignment, type Utilities } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { RevisionConfig } from "./settings.js";

/** What a representative does for an agent, as the assigner's parameters have it; an agent's server has the largest. */
const NOTHING = 0;
/** It is trained for the agent, whom another serves. */
const TRAINS = 1;
const TRAINS_AND_SERVES = 2;
/** It serves the agent and is not trained, for it or anybody. */
const SERVES = 3;

/**
 * EM while some representatives are trained anew and others stay as they are. Every agent is served by the best of all.
 * A new policy is good for nobody at first, so that nobody would choose it and it would never learn: until a share of
 * the run is over, it is trained for the agents of the one that it replaces, whoever serves them meanwhile.
 */
export function revisionAssigner(
  { numRepresentatives: k, numAgents: n }: PopulationSize,
  config: RevisionConfig,
): Assigner {
  const isTrained = areTrained(config.revisions!);
  return {
    trained: false,
    // A revision starts from a run, which says who was served by whom.
    initialize: () => new Float32Array(k * n),
    // x (3 − x) / 2 is 0, 1, 1 and 0 at 0, 1, 2 and 3.
    weights: (parameters) => tf.div<tf.Tensor2D>(tf.mul(parameters, tf.sub(3, parameters)), 2),
    update(parameters, utilities, iteration) {
      const keeps = iteration < config.optOutFrom * numIterations(config);
      return revisionParameters({ before: traineesOf(parameters, k), utilities, isTrained, keeps });
    },
    assignment: (parameters) => greedyAssignment(parameters, k),
  };
}

/** What decides who is served by whom, and for whom representatives are trained. */
export interface RevisionStep {
  /** The representative that is trained for each agent so far, or −1; [n]. */
  readonly before: Assignment;
  /** Q, [k, n]; −∞ where a representative cannot serve. */
  readonly utilities: Utilities;
  /** Whether each representative is trained anew, [k]. */
  readonly isTrained: readonly boolean[];
  /** Whether representatives are still trained for agents that others serve better. */
  readonly keeps: boolean;
}

/** @returns the assigner's parameters, [k, n] */
export function revisionParameters(step: RevisionStep): Float32Array {
  const { utilities, isTrained, before } = step;
  const [k, n] = [isTrained.length, before.length];
  const servers = greedyAssignment(utilities, k);
  const trainees = traineesFor(servers, step);
  const parameters = new Float32Array(k * n).fill(NOTHING);
  for (let i = 0; i < n; i++) {
    if (trainees[i] >= 0) parameters[trainees[i] * n + i] = TRAINS;
    parameters[servers[i] * n + i] = isTrained[servers[i]] ? TRAINS_AND_SERVES : SERVES;
  }
  return parameters;
}

/** The representative that is to be trained for each agent, or −1; [n]. */
function traineesFor(servers: Assignment, { before, utilities, isTrained, keeps }: RevisionStep): Assignment {
  const ofTrained = utilities.map((value, c) =>
    isTrained[Math.floor(c / before.length)] ? value : Number.NEGATIVE_INFINITY,
  );
  const bestTrained = greedyAssignment(ofTrained, isTrained.length);
  const trainees = servers.map((server, i) => {
    if (isTrained[server]) return server;
    return keeps && before[i] >= 0 ? bestTrained[i] : -1;
  });
  // A representative that would be trained for nobody goes on for those that it was trained for.
  const busy = new Set(trainees);
  return trainees.map((trainee, i) => {
    const goesOn = before[i] >= 0 && !isTrained[servers[i]] && !busy.has(before[i]);
    return goesOn ? before[i] : trainee;
  });
}

/** The representative that is trained for each agent so far, or −1; [n]. */
function traineesOf(parameters: Float32Array, k: number): Assignment {
  const n = parameters.length / k;
  const trainees = new Int32Array(n).fill(-1);
  parameters.forEach((value, c) => {
    if (value === TRAINS || value === TRAINS_AND_SERVES) trainees[c % n] = Math.floor(c / n);
  });
  return trainees;
}
