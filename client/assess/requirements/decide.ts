import type { Requirement } from "../../../approval/index.js";
import { ConfigError } from "../../base/config-error.js";
import { agentsOf } from "../evidence/gains.js";
import type { EpisodeOfEach, People } from "./measures.js";
import { METRICS } from "./metrics.js";
import type { ParsedRequirement } from "./requirement.js";

/** The agents of an assessment, for requirements about some of them. */
export interface Population extends Omit<People, "agents"> {
  /** k. */
  readonly numPolicies: number;
  /** θ, [n, p]. */
  readonly parameters: readonly (readonly number[])[];
  /** [p]. */
  readonly parameterNames: readonly string[];
}

/** Decides requirements while episodes are played. */
export interface Decisions {
  /** Takes the next episode of each policy. */
  add(episode: EpisodeOfEach): void;
  /** Whether more episodes could decide something. */
  pending(): boolean;
  result(): Requirement[];
}

/**
 * A requirement is decided when its confidence sequence leaves its bound behind, and stays so. Sequences hold at every
 * number of episodes, so that a decision is wrong with a probability of at most 1 − confidence.
 * @throws ConfigError if a requirement is about a policy or a parameter that there is not
 */
export function createDecisions(
  requirements: readonly ParsedRequirement[],
  population: Population,
): Decisions {
  const deciders = requirements.map((requirement) => createDecider(requirement, population));
  return {
    add(episode) {
      for (const decider of deciders) decider.add(episode);
    },
    pending: () => deciders.some((decider) => decider.pending()),
    result: () => deciders.map((decider) => decider.result()),
  };
}

function createDecider(requirement: ParsedRequirement, population: Population) {
  const { text, metric, confidence } = requirement;
  const agents = agentsConcerned(requirement, population);
  const method: Requirement["method"] =
    METRICS[metric].ofReturns && population.returnBounds === null ? "asymptotic" : "exact";
  let decided: Requirement = { text, status: "undecided", interval: null, episodes: 0, method };
  // Nobody is served: nothing can be measured.
  const measure =
    agents.length === 0 ? undefined : METRICS[metric].measure({ ...population, agents }, 1 - confidence);
  const pending = () => measure !== undefined && decided.status === "undecided";
  return {
    pending,
    add(episode: EpisodeOfEach): void {
      if (!pending()) return;
      measure!.add(episode);
      const interval = measure!.interval();
      const known = Number.isFinite(interval.lower) && Number.isFinite(interval.upper);
      const status = statusOf(requirement, interval);
      decided = { ...decided, status, interval: known ? interval : null, episodes: decided.episodes + 1 };
    },
    result: () => decided,
  };
}

function statusOf(
  { comparison, bound }: ParsedRequirement,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): Requirement["status"] {
  const [good, bad] = comparison === ">=" ? [lower >= bound, upper < bound] : [upper <= bound, lower > bound];
  if (good) return "met";
  return bad ? "not met" : "undecided";
}

function agentsConcerned({ who, text }: ParsedRequirement, population: Population): number[] {
  const { assignment, numPolicies, parameters, parameterNames } = population;
  const all = [...assignment.keys()];
  if (who.kind === "all") return all;
  if (who.kind === "policy") {
    if (who.representative >= 1 && who.representative <= numPolicies)
      return agentsOf(assignment, who.representative - 1);
    throw new ConfigError(`requirements: expected a policy from 1 to ${numPolicies}, got "${text}"`);
  }
  const column = parameterNames.indexOf(who.parameter);
  if (column < 0) {
    const names = parameterNames.join(", ") || "none";
    throw new ConfigError(`requirements: expected a parameter of agents (${names}), got "${text}"`);
  }
  const found = all.filter(
    (i) => parameters[i][column] >= who.minimum && parameters[i][column] <= who.maximum,
  );
  if (found.length > 0) return found;
  throw new ConfigError(`requirements: expected agents within the bounds, got nobody in "${text}"`);
}
