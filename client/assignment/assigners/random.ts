import { permutation } from "../../../envs/rng.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { fixedAssigner } from "./fixed.js";

/** The entry in the registry of algorithms. */
export const randomEntry: AssignerEntry = {
  description: "random groups of equal size",
  create: random,
};

/**
 * A random assignment that never changes. Sizes of groups differ by at most one agent.
 * The weak baseline of Ivanov and Ben-Porat 2024, section 4.
 */
function random({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return fixedAssigner(k, (rng) => {
    const assignment = new Int32Array(n);
    permutation(n, rng).forEach((agent, place) => {
      assignment[agent] = place % k;
    });
    return assignment;
  });
}
