import * as tf from "@tensorflow/tfjs-core";
import { greedyAssignment } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";

/** The entry in the registry of algorithms. */
export const endToEndEntry: AssignerEntry = {
  description: "soft assignment, trained together with the policies",
  create: endToEnd,
};

/**
 * Soft assignment: α is the softmax over representatives of logits ψ, which start as N(0, 1) and are trained
 * by the actors' loss.
 * Ivanov and Ben-Porat 2024, section 3.4 and eq. 12.
 */
export function endToEnd({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return {
    trained: true,
    initialize: (rng) => Float32Array.from({ length: k * n }, () => rng.normal()),
    weights: (logits) => tf.transpose(tf.softmax(tf.transpose(logits))),
    update: (logits) => logits,
    assignment: (logits) => greedyAssignment(logits, k),
  };
}
