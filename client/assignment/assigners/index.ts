import type { RunLength } from "../../base/num-iterations.js";
import type { CommitteeConfig } from "../covers/committee.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import { auto } from "./auto.js";
import { cluster } from "./cluster.js";
import { committee } from "./committee.js";
import { endToEnd } from "./end-to-end.js";
import { type ExpectationMaximizationConfig, expectationMaximization } from "./expectation-maximization.js";
import { foregone } from "./foregone.js";
import { oracle } from "./oracle.js";
import { random } from "./random.js";

/** Every algorithm, by the name it has on the command line. */
export const ASSIGNERS = {
  auto,
  em: expectationMaximization,
  "end-to-end": endToEnd,
  cluster,
  random,
  oracle,
  committee,
  single: foregone,
  individual: foregone,
} as const satisfies Record<
  string,
  (size: PopulationSize, config: ExpectationMaximizationConfig & RunLength & CommitteeConfig) => Assigner
>;

export type Algorithm = keyof typeof ASSIGNERS;

export const ALGORITHMS = Object.keys(ASSIGNERS) as [Algorithm, ...Algorithm[]];
