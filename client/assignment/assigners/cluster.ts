import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { fixedAssigner } from "./fixed.js";
import { trivialAssigner } from "./trivial.js";

/** The entry in the registry of algorithms. */
export const clusterEntry: AssignerEntry = {
  description: "groups of agents by their rewards under one pretrained policy",
  create: cluster,
  needsClusters,
};

/**
 * Hard assignment by groups of agents: k-means groups them by their rewards under one pretrained policy.
 * The clustering baseline of Ivanov and Ben-Porat 2024, section 4.
 */
function cluster(size: PopulationSize): Assigner {
  if (!needsClusters(size)) return trivialAssigner(size);
  return fixedAssigner(size.numRepresentatives, (_, agents) => {
    if (agents?.clusters) return agents.clusters;
    throw new Error("cluster: expected the groups that pretraining found; train it with trainRun");
  });
}

/** Whether pretraining is needed. With one representative, or one for each agent, there is nothing to cluster. */
function needsClusters({ numRepresentatives: k, numAgents: n }: PopulationSize): boolean {
  return k > 1 && k < n;
}
