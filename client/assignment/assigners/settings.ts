import type { RunLength } from "../../base/num-iterations.js";
import type { CommitteeConfig } from "../covers/committee.js";

/** Settings of EM's assignment. */
export interface ExpectationMaximizationConfig {
  /** Number of M-steps at the start that are not followed by an E-step. */
  readonly warmStartIterations: number;
  /** Which agent a representative gets that would otherwise serve none. */
  readonly emptyRepresentative: "random-agent" | "last-agent";
}

/** The settings that algorithms may depend on. */
export type AssignerSettings = ExpectationMaximizationConfig & RunLength & CommitteeConfig;
