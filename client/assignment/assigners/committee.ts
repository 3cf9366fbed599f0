import * as tf from "@tensorflow/tfjs-core";
import { greedyAssignment } from "../../ops/assignment.js";
import { type Committee, foundCommittee, zeroShotAssignment } from "../covers/committee.js";
import { coverFacts } from "../covers/cover-facts.js";
import { decidesCount } from "../covers/index.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry, AssignerSummary, TrainedFor } from "./entry.js";
import type { AssignerSettings } from "./settings.js";

/** The entry in the registry of algorithms. */
export const committeeEntry: AssignerEntry = {
  description: "policies trained for agents within epsilon of prototypes, which a cover chooses",
  create: committee,
  prototypes: { decidesCount: ({ cover }) => decidesCount(cover), find: foundCommittee },
  summary: committeeSummary,
  zeroShot: (agents, { committee: found }) => zeroShotAssignment(agents, found!),
};

/** Entries of the parameters: a representative's relation to an agent. The agent's representative has the highest. */
const TRAINED_AND_SERVING = 2;
const TRAINED = 1;
const SERVING = 0;
const NEITHER = -1;

/**
 * A policy committee: a fixed assignment that depends only on agents' parameters θ. A cover chooses prototypes, and a
 * policy is trained for the agents within ε of its prototype. An agent in several clusters counts equally for each of
 * their policies. An agent in no cluster has a zero column of α: no policy is trained for it, and the policy of the
 * nearest prototype serves it.
 * Ge et al. 2025.
 */
function committee({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return {
    trained: false,
    initialize(_, agents) {
      if (agents?.committee) return relations(agents.committee, k, n);
      throw new Error(
        "committee: expected the committee that was found for the agents; train it with trainRun",
      );
    },
    weights(parameters) {
      const trained = tf.cast(tf.greater(parameters, (TRAINED + SERVING) / 2), "float32");
      const clusters = tf.sum<tf.Tensor2D>(trained, 0, true);
      // The floor is for agents in no cluster, since 0 / 0 would make the loss NaN.
      return tf.div<tf.Tensor2D>(trained, tf.maximum(clusters, 1));
    },
    update: (parameters) => parameters,
    assignment: (parameters) => greedyAssignment(parameters, k),
  };
}

/** @returns [k, n] */
function relations({ trainedOn, assignment }: Committee, k: number, n: number): Float32Array {
  const entries = new Float32Array(k * n).fill(NEITHER);
  assignment.forEach((j, i) => {
    entries[j * n + i] = SERVING;
  });
  trainedOn.forEach((agents, j) => {
    for (const i of agents) entries[j * n + i] = assignment[i] === j ? TRAINED_AND_SERVING : TRAINED;
  });
  return entries;
}

function committeeSummary(
  { committee: found }: TrainedFor,
  { cover, epsilon, trainOn }: AssignerSettings,
): AssignerSummary {
  const { prototypes, coverage } = found!;
  return { committee: { ...coverFacts(cover, epsilon!, prototypes, coverage), trainOn } };
}
