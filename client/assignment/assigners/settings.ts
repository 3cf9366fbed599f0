import type { RunLength } from "../../base/num-iterations.js";
import type { CommitteeConfig } from "../covers/committee.js";

/** Settings of EM's assignment. */
export interface ExpectationMaximizationConfig {
  /** Number of M-steps at the start that are not followed by an E-step. */
  readonly warmStartIterations: number;
  /** Which agent a representative gets that would otherwise serve none. */
  readonly emptyRepresentative: "random-agent" | "last-agent";
}

/** Settings of EM's assignment while some representatives are trained anew. */
export interface RevisionConfig extends RunLength {
  /** [k]: the revision that trained each representative; the latest one's are trained. Null if all are. */
  readonly revisions: readonly number[] | null;
  /** Share of the run after which representatives are trained only for agents that choose them. */
  readonly optOutFrom: number;
}

/** The settings that algorithms may depend on. */
export type AssignerSettings = ExpectationMaximizationConfig & RevisionConfig & CommitteeConfig;
