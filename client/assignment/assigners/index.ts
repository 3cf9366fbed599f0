import { createRegistry, type Registry } from "../../base/registry.js";
import type { PopulationSize } from "./assigner.js";
import { autoEntry } from "./auto.js";
import { clusterEntry } from "./cluster.js";
import { committeeEntry } from "./committee.js";
import { endToEndEntry } from "./end-to-end.js";
import type { AssignerEntry } from "./entry.js";
import { emEntry } from "./expectation-maximization.js";
import { oracleEntry } from "./oracle.js";
import { randomEntry } from "./random.js";
import { individualEntry, singleEntry } from "./trivial.js";

/** The built-in algorithms, by their names on the command line. */
export const ASSIGNERS = {
  auto: autoEntry,
  em: emEntry,
  "end-to-end": endToEndEntry,
  cluster: clusterEntry,
  random: randomEntry,
  oracle: oracleEntry,
  committee: committeeEntry,
  single: singleEntry,
  individual: individualEntry,
} as const satisfies Record<string, AssignerEntry>;

export type Algorithm = keyof typeof ASSIGNERS;

export const ALGORITHMS = Object.keys(ASSIGNERS) as [Algorithm, ...Algorithm[]];

/** The built-in algorithms and the user's own. */
export const assignerRegistry: Registry<AssignerEntry> = createRegistry("algorithm", ASSIGNERS);

/** The algorithm to which all others reduce with one representative, or with one for each agent. */
export function trivialAlgorithm({
  numRepresentatives: k,
  numAgents: n,
}: PopulationSize): Algorithm | undefined {
  if (k === 1) return "single";
  return k === n ? "individual" : undefined;
}
