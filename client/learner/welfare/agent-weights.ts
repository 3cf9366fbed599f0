import { numIterations } from "../../base/num-iterations.js";
import type { TrainConfig } from "../../config/train-config.js";
import { agentValues } from "../../ops/agent-values.js";
import { egalitarianWeights } from "../../ops/egalitarian.js";
import { nashWeights } from "../../ops/nash.js";
import { type OutsideOptions, participants } from "../../ops/outside-options.js";
import type { Learner } from "../learner.js";
import { outsideOptionsOf } from "./outside-options.js";

/** How agents count in an iteration. */
export interface AgentWeighting {
  /** w, [n]: how much each agent counts; 1 on average over those that count at all. */
  readonly weights: Float32Array;
  /** [n], in returns' own unit; −∞ while nobody opts out. */
  readonly outsideOptions: OutsideOptions;
}

/** All agents count the same, and have nothing else. */
export function equalWeighting(numAgents: number): AgentWeighting {
  return {
    weights: new Float32Array(numAgents).fill(1),
    outsideOptions: new Float64Array(numAgents).fill(Number.NEGATIVE_INFINITY),
  };
}

/**
 * How agents count in the iteration to come: the gradient of welfare by what each of them has now, so that
 * a step up along Σᵢ wᵢ Vᵢ is one up along welfare. It follows from utilities and assignment alone.
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
 * Those who take part. If nobody does, all: else nothing would be learnt from that could bring somebody back. Who
 * is served by nobody never counts.
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
 * @param weigh - of the numbers of the agents that count, their weights
 * @returns [n], 0 for the others
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
