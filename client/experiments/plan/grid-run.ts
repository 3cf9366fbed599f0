import { numIterations } from "../../base/num-iterations.js";
import { resolveConfig } from "../../config/resolve-config.js";
import { type TrainConfigInput, trainConfigSchema } from "../../config/train-config.js";
import { type ExperimentDefinition, lengthOf, type PolicyBudget } from "./experiment-definition.js";
import type { GridRequest } from "./grid-request.js";
import { hasPrototypes } from "./variants.js";

/** Minimal number of episodes for a meaningful evaluation. */
const MIN_EPISODES = 4;

/** One training of a grid. */
export interface GridRun {
  /** Name of the run's directory. */
  readonly name: string;
  readonly environment: string;
  readonly algorithm: string;
  readonly budget: PolicyBudget;
  readonly seed: number;
  readonly settings: TrainConfigInput;
  /** Planned environment steps of each representative; more are made if a cover finds fewer clusters than k. */
  readonly transitions: number;
  readonly iterations: number;
}

/** The properties, besides the seed, in which runs of a grid differ. */
export type Setting = Pick<GridRun, "environment" | "algorithm" | "budget">;

/** @throws ConfigError if its settings are invalid */
export function planRun(
  setting: Setting,
  seed: number,
  definition: ExperimentDefinition,
  request: GridRequest,
): GridRun {
  const { environment, algorithm, budget } = setting;
  const settings = {
    evaluationEpisodes: scaledEpisodes(request.scale),
    ...request.settings,
    ...(definition.unseen
      ? unseenSettings(setting, definition, request)
      : trainingSettings(setting, definition, request)),
    env: environment,
    representatives: budget.representatives,
    seed,
  };
  const config = resolveConfig(settings);
  const name = `${environment}-${algorithm}-${budgetName(budget)}-seed${seed}`;
  return {
    name,
    ...setting,
    seed,
    settings,
    transitions: config.transitions,
    iterations: numIterations(config),
  };
}

/** The part of a run's name for its budget. */
function budgetName({ representatives, agents, frames, epsilon }: PolicyBudget): string {
  const shared = frames === undefined ? "" : `-f${frames}-e${epsilon}`;
  return `k${representatives}-n${agents}${shared}`;
}

function trainingSettings(
  { environment, algorithm, budget }: Setting,
  definition: ExperimentDefinition,
  { scale, settings }: GridRequest,
): TrainConfigInput {
  const { variants, environmentSettings } = definition;
  return {
    ...(variants?.[algorithm] ?? { algorithm: algorithm as TrainConfigInput["algorithm"] }),
    ...environmentSettings?.[environment]?.[algorithm],
    agents: budget.agents,
    // A run has at least one batch.
    transitions: Math.max(Math.round(lengthOf(budget, definition) * scale), batchSizeOf(settings)),
  };
}

function unseenSettings(
  { algorithm, budget }: Setting,
  { variants, unseen }: ExperimentDefinition,
  { scale, settings }: GridRequest,
): TrainConfigInput {
  const { testAgents, fewShotEpisodes, accuracy } = unseen!;
  const method = variants![algorithm];
  const least = budget.representatives * batchSizeOf(settings);
  return {
    ...method,
    ...(hasPrototypes(method) ? { epsilon: budget.epsilon } : {}),
    trainAgents: budget.agents,
    testAgents,
    fewShotEpisodes: [...fewShotEpisodes],
    accuracy,
    totalTransitions: Math.max(Math.round(budget.frames! * scale), least),
  };
}

function batchSizeOf({ batchSize }: TrainConfigInput): number {
  return batchSize ?? trainConfigSchema.shape.batchSize.parse(undefined);
}

/** Number of evaluation episodes, chosen so that the standard error grows only by the fourth root of 1 / scale. */
function scaledEpisodes(scale: number): number {
  const episodes = trainConfigSchema.shape.evaluationEpisodes.parse(undefined);
  return Math.max(MIN_EPISODES, Math.round(episodes * Math.min(1, Math.sqrt(scale))));
}
