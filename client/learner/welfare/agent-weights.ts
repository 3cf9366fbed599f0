import { numIterations } from "../../base/num-iterations.js";
import type { TrainConfig } from "../../config/train-config.js";
import { agentValues } from "../../ops/agent-values.js";
import { egalitarianWeights } from "../../ops/egalitarian.js";
import { nashWeights } from "../../ops/nash.js";
import { type OutsideOptions, participants } from "../../ops/outside-options.js";
import type { Learner } from "../learner.js";
import { outsideOptionsOf } from "./outside-options.js";

/** How much each agent counts in an iteration. */
export interface AgentWeighting {
  /** w, [n]: agent weights; their mean over the agents that count at all is 1. */
  readonly weights: Float32Array;
  /** [n], in the unit of returns; −∞ while no agent can opt out. */
  readonly outsideOptions: OutsideOptions;
}

/** All agents count the same and have no outside options. */
export function equalWeighting(numAgents: number): AgentWeighting {
  return {
    weights: new Float32Array(numAgents).fill(1),
    outsideOptions: new Float64Array(numAgents).fill(Number.NEGATIVE_INFINITY),
  };
}

/**
 * Agent weights for the next iteration: the gradient of welfare with respect to each agent's current return, so that
 * a step that increases Σᵢ wᵢ Vᵢ increases welfare. They depend only on utilities and the assignment.
 * @param scale - the environment's report scale
 */
export async function weighAgents(
  learner: Learner,
  config: TrainConfig,
  scale: number,
): Promise<AgentWeighting> {
  const { representatives, utilities, iteration } = learner;
  const { numAgents: n } = representatives.model.sizes;
  const equal = equalWeighting(n);
  const alike = config.welfare === "utilitarian" && config.outsideOption === null;
  if (alike || !utilities.known.every(Boolean)) return equal;
  const assignment = await representatives.assignmentWeights();
  const values = agentValues(assignment, utilities.utilities, n).map((value) => scale * value);
  const options = outsideOptionsOf(config, n);
  const optingOut = iteration >= config.optOutFrom * numIterations(config);
  const counting = whoCounts(assignment, values, optingOut ? options : equal.outsideOptions);
  return {
    weights: spreadWeights(counting, (agents) => weigh(agents, values, options, config)),
    outsideOptions: optingOut ? options.map((option) => option / scale) : equal.outsideOptions,
  };
}

/**
 * The agents that do not opt out. If all opt out, every agent counts, since otherwise nothing would be learnt that could
 * bring one of them back. An agent that no representative serves never counts.
 * @param assignment - α, [k, n]
 */
function whoCounts(assignment: Float32Array, values: Float64Array, options: OutsideOptions): boolean[] {
  const n = values.length;
  const served = new Array<boolean>(n).fill(false);
  assignment.forEach((share, c) => {
    if (share > 0) served[c % n] = true;
  });
  const counting = participants(values, options).map((takesPart, i) => takesPart && served[i]);
  return counting.some(Boolean) ? counting : served;
}

/**
 * @param weigh - gives the weights of the agents that count, from their indices
 * @returns [n], 0 for the other agents
 */
function spreadWeights(
  counting: readonly boolean[],
  weigh: (agents: readonly number[]) => ArrayLike<number>,
): Float32Array {
  const agents = [...counting.keys()].filter((i) => counting[i]);
  const weights = new Float32Array(counting.length);
  const own = weigh(agents);
  agents.forEach((i, place) => {
    weights[i] = own[place];
  });
  return weights;
}

/** @returns weights of these agents, 1 on average */
function weigh(
  agents: readonly number[],
  allValues: Float64Array,
  allOptions: OutsideOptions,
  { welfare, welfareTemperature, nashOffset, outsideOption }: TrainConfig,
): ArrayLike<number> {
  const values = agents.map((i) => allValues[i]);
  if (welfare === "egalitarian") return egalitarianWeights(values, welfareTemperature);
  if (welfare === "utilitarian") return values.map(() => 1);
  const disagreement = outsideOption === null ? undefined : agents.map((i) => allOptions[i]);
  return nashWeights(values, nashOffset, disagreement);
}
