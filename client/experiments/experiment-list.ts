import { ConfigError } from "../base/config-error.js";
import type { Experiment } from "./experiment.js";
import { gridExperiment } from "./grid-experiment.js";
import { EXPERIMENTS, GRID_NAMES } from "./plan/definitions.js";
import { theorem1Experiment } from "./theorem-1.js";

const GRIDS = GRID_NAMES.map((name) => [name, gridExperiment(name, EXPERIMENTS[name])] as const);

/** Every experiment, by the name it has on the command line. */
export const ALL_EXPERIMENTS: Readonly<Record<string, Experiment>> = {
  ...Object.fromEntries(GRIDS),
  "theorem-1": theorem1Experiment("theorem-1"),
};

export const EXPERIMENT_NAMES = Object.keys(ALL_EXPERIMENTS);

/** @throws ConfigError if there is no such experiment */
export function experimentNamed(name: string | undefined): Experiment {
  if (name !== undefined && Object.hasOwn(ALL_EXPERIMENTS, name)) return ALL_EXPERIMENTS[name];
  throw new ConfigError(
    `experiment: expected one of ${EXPERIMENT_NAMES.join(", ")}, got ${name ?? "nothing"}; --list says what they are`,
  );
}

/** A list of experiments and of what they train, as text for people. */
export function experimentList(): string {
  const texts = Object.entries(ALL_EXPERIMENTS).map(([name, { title, details }]) =>
    [`${name}: ${title}`, ...details.map((line) => `  ${line}`)].join("\n"),
  );
  return texts.join("\n\n");
}
