import { ALGORITHMS } from "../assigners/index.js";
import { numIterations } from "../config/num-iterations.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import { type TrainConfigInput, trainConfigSchema } from "../config/train-config.js";
import {
  budgetsOf,
  EXPERIMENTS,
  type ExperimentDefinition,
  type GridName,
  PAPER_SEEDS,
  type PolicyBudget,
} from "./definitions.js";

/** What decides a grid. */
export interface GridRequest {
  readonly experiment: GridName;
  /** Share of the paper's transitions. */
  readonly scale: number;
  /** S, runs of each setting, with seeds 0 … S − 1; fewer than the paper's at a small scale if not given. */
  readonly seeds?: number;
  /** Those of the experiment, if not given. */
  readonly environments?: readonly string[];
  /** The experiment's, if not given; or any others. */
  readonly algorithms?: readonly string[];
  /** Values of k; those of the experiment, if not given. */
  readonly representatives?: readonly number[];
  /** Of every run, beside what the grid decides. */
  readonly settings: TrainConfigInput;
}

/** One training of a grid. */
export interface GridRun {
  /** Of its directory. */
  readonly name: string;
  readonly environment: string;
  readonly algorithm: string;
  readonly budget: PolicyBudget;
  readonly seed: number;
  readonly settings: TrainConfigInput;
  readonly iterations: number;
}

/** Everything an experiment trains. */
export interface Grid {
  readonly experiment: GridName;
  /** Narrowed to what was asked for. */
  readonly definition: ExperimentDefinition;
  readonly scale: number;
  readonly seeds: number;
  readonly settings: TrainConfigInput;
  readonly runs: readonly GridRun[];
}

/** Settings that a grid decides, and no file of settings. */
const DECIDED = ["env", "agents", "algorithm", "representatives", "transitions", "seed"] as const;
/** Fewer would say nothing of an evaluation. */
const MIN_EPISODES = 4;

/**
 * The runs of an experiment.
 * @throws ConfigError if one of them cannot be
 */
export function planGrid(request: GridRequest): Grid {
  const { experiment, scale, settings } = request;
  if (!(scale > 0 && Number.isFinite(scale))) {
    throw new ConfigError(`--scale: expected a number above 0, got ${scale}`);
  }
  const seeds = wholeNumber("--seeds", request.seeds ?? defaultSeeds(scale));
  const definition = narrow(EXPERIMENTS[experiment], request);
  const decided = [...DECIDED, ...variedSettings(definition)].find((name) => settings[name] !== undefined);
  if (decided)
    throw new ConfigError(`--config: expected settings that ${experiment} leaves open, got ${decided}`);
  // By seed first, so that a grid that is stopped has something of everything.
  const runs = Array.from({ length: seeds }, (_, seed) =>
    settingsOf(definition).map((setting) => planRun(setting, seed, definition, request)),
  ).flat();
  return { experiment, definition, scale, seeds, settings, runs };
}

/** @throws ConfigError if it is none from 1 */
export function wholeNumber(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ConfigError(`${name}: expected a whole number from 1, got ${value}`);
}

/** The paper's ten; for a look at a small scale fewer, as starting a run takes seconds of its own. */
function defaultSeeds(scale: number): number {
  return Math.max(2, Math.round(PAPER_SEEDS * Math.min(1, Math.sqrt(scale))));
}

/**
 * What really trains where an algorithm is asked for: with one policy, or with one for every agent, there is
 * nothing to assign, and all algorithms are the same run. Ivanov and Ben-Porat 2024, section 4.1.
 */
export function trainedAlgorithm(algorithm: string, { representatives, agents }: PolicyBudget): string {
  if (representatives === 1) return "single";
  return representatives === agents ? "individual" : algorithm;
}

function narrow(definition: ExperimentDefinition, request: GridRequest): ExperimentDefinition {
  const { algorithms, variants } = definition;
  const environments = choose("--environments", request.environments, definition.environments);
  const budgets = definition.budgets.filter((budget) =>
    environments.some((environment) => budgetsOf({ budgets: [budget] }, environment).length > 0),
  );
  const ks = budgets.map(({ representatives }) => representatives);
  const chosenKs = choose("--representatives", request.representatives, ks);
  const known = variants === undefined ? ALGORITHMS : Object.keys(variants);
  return {
    ...definition,
    environments,
    algorithms: choose("--algorithms", request.algorithms ?? algorithms, known),
    budgets: budgets.filter(({ representatives }) => chosenKs.includes(representatives)),
  };
}

function choose<T>(flag: string, chosen: readonly T[] | undefined, known: readonly T[]): readonly T[] {
  if (chosen === undefined) return known;
  const unknown = chosen.find((value) => !known.includes(value));
  if (unknown === undefined && chosen.length > 0) return [...new Set(chosen)];
  throw new ConfigError(`${flag}: expected some of ${known.join(", ")}, got ${unknown ?? "nothing"}`);
}

type Setting = Pick<GridRun, "environment" | "algorithm" | "budget">;

/** Few representatives first; what several algorithms share, once. */
function settingsOf({ environments, algorithms, budgets }: ExperimentDefinition): Setting[] {
  return budgets.flatMap((budget) =>
    environments
      .filter((environment) => budgetsOf({ budgets: [budget] }, environment).length > 0)
      .flatMap((environment) =>
        [...new Set(algorithms.map((algorithm) => trainedAlgorithm(algorithm, budget)))].map((algorithm) => ({
          environment,
          algorithm,
          budget,
        })),
      ),
  );
}

/** What variants differ in. */
function variedSettings({ variants = {} }: ExperimentDefinition): (keyof TrainConfigInput)[] {
  return Object.values(variants).flatMap((settings) => Object.keys(settings) as (keyof TrainConfigInput)[]);
}

function planRun(
  setting: Setting,
  seed: number,
  { transitions, variants }: ExperimentDefinition,
  request: GridRequest,
): GridRun {
  const { environment, algorithm, budget } = setting;
  const { representatives, agents } = budget;
  const { batchSize = trainConfigSchema.shape.batchSize.parse(undefined) } = request.settings;
  const settings = {
    evaluationEpisodes: scaledEpisodes(request.scale),
    ...request.settings,
    ...(variants?.[algorithm] ?? { algorithm: algorithm as TrainConfigInput["algorithm"] }),
    representatives,
    agents,
    env: environment,
    // A run has a batch at least.
    transitions: Math.max(Math.round(transitions * request.scale), batchSize),
    seed,
  };
  const iterations = numIterations(resolveConfig(settings));
  const name = `${environment}-${algorithm}-k${representatives}-n${agents}-seed${seed}`;
  return { name, ...setting, seed, settings, iterations };
}

/** The standard error of an evaluation grows by the fourth root of what the training is cut down by. */
function scaledEpisodes(scale: number): number {
  const episodes = trainConfigSchema.shape.evaluationEpisodes.parse(undefined);
  return Math.max(MIN_EPISODES, Math.round(episodes * Math.min(1, Math.sqrt(scale))));
}
