import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { Committee, CommitteeConfig } from "../covers/committee.js";
import type { CoverFacts } from "../covers/cover-facts.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerSettings } from "./settings.js";

/** An algorithm as the registry has it: what there is to know of it before, while and after it trains. */
export interface AssignerEntry {
  /** What it does, in a line. */
  readonly description: string;
  create(size: PopulationSize, settings: AssignerSettings): Assigner;
  /**
   * k, of an algorithm that leaves no choice of it.
   * @param numAgents - n, null where it is not known
   * @returns null if n has to be known first
   */
  fixedCount?(numAgents: number | null): number | null;
  /** Whether its agents are in the groups that a pretraining finds: see `Agents.clusters`. */
  needsClusters?(size: PopulationSize): boolean;
  /** Of an algorithm with prototypes, to which the settings of a committee belong. */
  readonly prototypes?: PrototypeRule;
  /** What a run's summary says of it alone. */
  summary?(training: TrainedFor, settings: AssignerSettings): AssignerSummary;
  /**
   * Who serves agents that were not trained for, before an episode is played: those of the nearest training agent, where
   * it does not say.
   * @param agents - θ, [n, p]
   * @returns [n]
   */
  zeroShot?(agents: ParameterTable, training: TrainedFor): Assignment;
}

/** How an algorithm comes to its prototypes. */
export interface PrototypeRule {
  /** Whether k is found with them. */
  decidesCount(settings: Pick<CommitteeConfig, "cover">): boolean;
  /**
   * @param tasks - θ, [n, p]
   * @param numPolicies - k; at most so many, if k is found, which may be infinity
   * @throws ConfigError if there is none for these agents
   */
  find(tasks: ParameterTable, numPolicies: number, settings: CommitteeConfig): Committee;
}

/** Who a run has trained for. */
export interface TrainedFor {
  /** θ, [n, p]. */
  readonly parameters: ParameterTable;
  /** Which representative serves each, [n]. */
  readonly assignment: Assignment;
  /** Of an algorithm with prototypes. */
  readonly committee?: Committee;
}

/** Parts of a run's summary that only some algorithms have. */
export interface AssignerSummary {
  readonly committee?: CommitteeSummary;
}

/** What a committee covers of a run's agents; a policy of nobody had nothing to learn from, and serves nobody. */
export interface CommitteeSummary extends CoverFacts {
  /** Prototypes of policies that are trained on them are agents. */
  readonly trainOn: CommitteeConfig["trainOn"];
}
