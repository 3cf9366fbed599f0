import { ALGORITHMS, trivialAlgorithm } from "../../assignment/assigners/index.js";
import { ConfigError } from "../../base/config-error.js";
import type { TrainConfigInput } from "../../config/train-config.js";
import { EXPERIMENTS, type GridName } from "./definitions.js";
import {
  belongsTo,
  type ExperimentDefinition,
  type PolicyBudget,
  paperSeeds,
} from "./experiment-definition.js";
import type { GridRequest } from "./grid-request.js";
import { type GridRun, planRun, type Setting } from "./grid-run.js";

/** All runs of an experiment. */
export interface Grid {
  readonly experiment: GridName;
  /** The definition, narrowed to the request. */
  readonly definition: ExperimentDefinition;
  readonly scale: number;
  readonly seeds: number;
  readonly settings: TrainConfigInput;
  readonly runs: readonly GridRun[];
}

/** Settings that a grid determines, so that a settings file may not. */
const DECIDED = ["env", "agents", "algorithm", "representatives", "transitions", "seed"] as const;
/** Further settings that experiments on test agents determine. */
const DECIDED_UNSEEN = [
  ...(["trainAgents", "testAgents", "agentParameters", "totalTransitions"] as const),
  ...(["epsilon", "fewShotEpisodes", "accuracy"] as const),
] as const;
/**
 * Plans the runs of an experiment.
 * @throws ConfigError if one of them is invalid
 */
export function planGrid(request: GridRequest): Grid {
  const { experiment, scale, settings } = request;
  checkScale(scale);
  const definition = narrow(EXPERIMENTS[experiment], request);
  const seeds = wholeNumber("--seeds", request.seeds ?? defaultSeeds(definition, scale));
  const decided = [...DECIDED, ...variedSettings(definition)].find((name) => settings[name] !== undefined);
  if (decided)
    throw new ConfigError(`--config: expected settings that ${experiment} leaves open, got ${decided}`);
  // Ordered by seed first, so that a grid that is stopped early has runs of every setting.
  const { firstSeed = 0 } = definition;
  const runs = Array.from({ length: seeds }, (_, s) =>
    settingsOf(definition).map((setting) => planRun(setting, firstSeed + s, definition, request)),
  ).flat();
  return { experiment, definition, scale, seeds, settings, runs };
}

/** @throws ConfigError if the scale is not a number above 0 */
export function checkScale(scale: number): void {
  if (scale > 0 && Number.isFinite(scale)) return;
  throw new ConfigError(`--scale: expected a number above 0, got ${scale}`);
}

/** @throws ConfigError if the value is not a whole number from 1 */
export function wholeNumber(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ConfigError(`${name}: expected a whole number from 1, got ${value}`);
}

/** The paper's number of seeds; fewer at a small scale, since starting a run takes seconds. */
function defaultSeeds(definition: ExperimentDefinition, scale: number): number {
  return Math.max(2, Math.round(paperSeeds(definition) * Math.min(1, Math.sqrt(scale))));
}

/**
 * The algorithm that is actually trained. With one policy, or with one for every agent, there is nothing to assign, and
 * all algorithms are the same run (Ivanov and Ben-Porat 2024, section 4.1). This does not hold for committees that share
 * frames, since their policies are not trained for all agents.
 */
export function trainedAlgorithm(
  algorithm: string,
  { representatives, agents, frames }: PolicyBudget,
): string {
  // A variant is its settings, whatever k is.
  const isVariant = !(ALGORITHMS as readonly string[]).includes(algorithm);
  if (frames !== undefined || isVariant) return algorithm;
  return trivialAlgorithm({ numRepresentatives: representatives, numAgents: agents }) ?? algorithm;
}

function narrow(definition: ExperimentDefinition, request: GridRequest): ExperimentDefinition {
  const { algorithms, variants } = definition;
  const environments = choose("--environments", request.environments, definition.environments);
  const budgets = definition.budgets.filter((budget) =>
    environments.some((environment) => belongsTo(budget, environment)),
  );
  const known = variants === undefined ? ALGORITHMS : Object.keys(variants);
  const ks = new Set(budgets.map(({ representatives }) => representatives));
  const chosenKs = choose("--representatives", request.representatives, [...ks]);
  const chosenFrames = chooseFrames(definition, request);
  return {
    ...definition,
    environments,
    algorithms: choose("--algorithms", request.algorithms ?? algorithms, known),
    budgets: budgets.filter(
      ({ representatives, frames }) => chosenKs.includes(representatives) && chosenFrames.includes(frames),
    ),
  };
}

function chooseFrames({ budgets }: ExperimentDefinition, { experiment, frames }: GridRequest) {
  const known = [...new Set(budgets.map((budget) => budget.frames))];
  if (frames !== undefined && known.includes(undefined)) {
    throw new ConfigError(`--frames: expected none, as ${experiment} has transitions of each representative`);
  }
  return choose("--frames", frames, known);
}

function choose<T>(flag: string, chosen: readonly T[] | undefined, known: readonly T[]): readonly T[] {
  if (chosen === undefined) return known;
  const unknown = chosen.find((value) => !known.includes(value));
  if (unknown === undefined && chosen.length > 0) return [...new Set(chosen)];
  throw new ConfigError(`${flag}: expected some of ${known.join(", ")}, got ${unknown ?? "nothing"}`);
}

/** The settings of a grid, with few representatives first. Settings that several algorithms share appear once. */
function settingsOf({ environments, algorithms, budgets }: ExperimentDefinition): Setting[] {
  return budgets.flatMap((budget) =>
    environments
      .filter((environment) => belongsTo(budget, environment))
      .flatMap((environment) =>
        [...new Set(algorithms.map((algorithm) => trainedAlgorithm(algorithm, budget)))].map((algorithm) => ({
          environment,
          algorithm,
          budget,
        })),
      ),
  );
}

/** What variants, and algorithms in one environment, differ in, and what all runs of an experiment on test agents have. */
function variedSettings(definition: ExperimentDefinition): (keyof TrainConfigInput)[] {
  const { environments, variants = {}, environmentSettings = {}, unseen } = definition;
  const own = environments.flatMap((environment) => Object.values(environmentSettings[environment] ?? {}));
  const names = [...Object.values(variants), ...own].flatMap(
    (settings) => Object.keys(settings) as (keyof TrainConfigInput)[],
  );
  return unseen === undefined ? names : [...names, ...DECIDED_UNSEEN];
}
