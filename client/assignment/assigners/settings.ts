import type { RunLength } from "../../base/num-iterations.js";
import type { CommitteeConfig } from "../covers/committee.js";

/** What decides how EM assigns agents. */
export interface ExpectationMaximizationConfig {
  /** M-steps at the start that no E-step follows. */
  readonly warmStartIterations: number;
  /** What a representative gets that would serve nobody. */
  readonly emptyRepresentative: "random-agent" | "last-agent";
}

/** The settings that algorithms know. */
export type AssignerSettings = ExpectationMaximizationConfig & RunLength & CommitteeConfig;
