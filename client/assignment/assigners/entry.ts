import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { Committee, CommitteeConfig } from "../covers/committee.js";
import type { CoverFacts } from "../covers/cover-facts.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerSettings } from "./settings.js";

/** An algorithm's entry in the registry: everything that the program needs to know about it. */
export interface AssignerEntry {
  /** One line that says what the algorithm does. */
  readonly description: string;
  create(size: PopulationSize, settings: AssignerSettings): Assigner;
  /**
   * k, if the algorithm allows only one.
   * @param numAgents - n, or null if it is not known
   * @returns null if k depends on n and n is not known
   */
  fixedCount?(numAgents: number | null): number | null;
  /** Whether the algorithm needs groups of agents that a pretraining finds: see `Agents.clusters`. */
  needsClusters?(size: PopulationSize): boolean;
  /** How an algorithm with prototypes finds them. The settings of a committee belong to such algorithms. */
  readonly prototypes?: PrototypeRule;
  /** The parts of a run's summary that only this algorithm has. */
  summary?(training: TrainedFor, settings: AssignerSettings): AssignerSummary;
  /**
   * Assigns agents that were not trained for without playing an episode. If it is left out, such an agent gets the
   * representative of the nearest training agent.
   * @param agents - θ, [n, p]
   * @returns [n]
   */
  zeroShot?(agents: ParameterTable, training: TrainedFor): Assignment;
}

/** How an algorithm finds its prototypes. */
export interface PrototypeRule {
  /** Whether k is found together with the prototypes. */
  decidesCount(settings: Pick<CommitteeConfig, "cover">): boolean;
  /**
   * @param tasks - θ, [n, p]
   * @param numPolicies - k, or an upper limit if k is found too, which may be infinity
   * @throws ConfigError if there is no committee for these agents
   */
  find(tasks: ParameterTable, numPolicies: number, settings: CommitteeConfig): Committee;
}

/** The agents that a run has trained for. */
export interface TrainedFor {
  /** θ, [n, p]. */
  readonly parameters: ParameterTable;
  /** The representative of each, [n]. */
  readonly assignment: Assignment;
  /** The committee, if the algorithm has prototypes. */
  readonly committee?: Committee;
}

/** Parts of a run's summary that only some algorithms have. */
export interface AssignerSummary {
  readonly committee?: CommitteeSummary;
}

/** How a committee covers a run's agents. A policy with an empty cluster was not trained, and serves no agent. */
export interface CommitteeSummary extends CoverFacts {
  /** What policies were trained on. If it is prototypes, each prototype is one of the agents. */
  readonly trainOn: CommitteeConfig["trainOn"];
}
