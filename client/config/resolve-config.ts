import { inspect } from "node:util";
import type { z } from "zod";
import { closestName } from "../../proto/closest-name.js";
import { ConfigError } from "../base/config-error.js";
import { ENVIRONMENT_DEFAULTS } from "./environment-defaults.js";
import { checkAgentsGivenOnce, knownNumAgents } from "./population.js";
import { PRESETS } from "./presets.js";
import { checkPrototypeSettings } from "./prototype-settings.js";
import { type Awaited, awaitedBy, checkRepresentatives, defaultRepresentatives } from "./representatives.js";
import { checkRevisions } from "./revisions.js";
import { type TrainConfig, type TrainConfigInput, trainConfigSchema } from "./train-config.js";

export { ConfigError };

/**
 * Fills in defaults: the environment's override the preset's, and these override the general ones.
 * @param numAgents - the environment's default n, if it is known
 * @throws ConfigError that names every unknown key and invalid value
 */
export function resolveConfig(input: TrainConfigInput, numAgents: number | null = null): TrainConfig {
  const parsed = parseSettings(input);
  const { algorithm, representatives } = parsed;
  const n = knownNumAgents(parsed) ?? numAgents;
  const k = representatives ?? defaultRepresentatives(algorithm, n);
  const config = {
    ...parsed,
    representatives: k,
    transitions: sharedTransitions(parsed, input, k),
  };
  checkDivisions(config);
  checkAgentsGivenOnce(config);
  checkPrototypeSettings(config);
  checkRepresentatives(config, n);
  checkRevisions(config);
  return config;
}

/** A run's settings before its agents are known. k may depend on them. */
export interface DraftConfig {
  /** The settings as given. */
  readonly input: TrainConfigInput;
  /** All settings, with a provisional k if k is not known. */
  readonly config: TrainConfig;
  readonly awaits: Awaited;
}

/**
 * Fills in defaults and checks settings, as far as possible without the agents.
 * @throws ConfigError like resolveConfig
 */
export function draftConfig(input: TrainConfigInput): DraftConfig {
  const awaits = awaitedBy(parseSettings(input));
  // The values of n and k are provisional: other settings can be checked, and agents drawn, with any.
  const config =
    awaits === "agents"
      ? resolveConfig({ ...input, representatives: 1 })
      : resolveConfig(input, awaits === "count" ? 1 : null);
  return { input, config, awaits };
}

/** Checks each setting by itself and fills in defaults. */
function parseSettings(input: TrainConfigInput) {
  checkOptionNames(input);
  const result = trainConfigSchema.safeParse({ ...defaultSettings(input), ...input }, { reportInput: true });
  if (!result.success) throw new ConfigError(result.error.issues.map(describeIssue).join("\n"));
  return result.data;
}

/** Refuses "__proto__" as an option's name, since JavaScript gives it a special meaning and would drop it. */
function checkOptionNames({ envOptions }: TrainConfigInput): void {
  if (!Object.hasOwn(envOptions ?? {}, "__proto__")) return;
  throw new ConfigError('envOptions: expected names of options, got "__proto__"');
}

/** The defaults that override the schema's: those of the preset, overridden by those of the environment. */
export function defaultSettings({ env, preset }: TrainConfigInput): TrainConfigInput {
  const { shape } = trainConfigSchema;
  return {
    ...PRESETS[preset ?? shape.preset.parse(undefined)],
    ...ENVIRONMENT_DEFAULTS[env ?? shape.env.parse(undefined)],
  };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => [...issue.path, key].join("."));
    return keys.map(describeUnknown).join("\n");
  }
  // Shortens Zod's "Too big: expected number to be <=1" and "Invalid input: expected number, received string".
  const expectation = issue.message.replace(/^[^:]*: /, "").replace(/, received .*$/, "");
  return `${issue.path.join(".")}: ${expectation}, got ${inspect(issue.input, { breakLength: Infinity })}`;
}

/** @param path - path of a setting or of a part of one */
function describeUnknown(path: string): string {
  const [name, ...outer] = path.split(".").reverse();
  const prefix = outer
    .reverse()
    .map((part) => `${part}.`)
    .join("");
  const known = Object.keys(prefix === "" ? trainConfigSchema.shape : partsOf(outer[0]));
  const meant = closestName(name, known);
  const hint =
    meant === undefined
      ? `known are ${known.map((part) => prefix + part).join(", ")}`
      : `did you mean ${prefix}${meant}?`;
  return `${path}: unknown setting; ${hint}`;
}

/** A setting's parts, as in its default. */
function partsOf(key: string): object {
  const fields: Readonly<Record<string, z.ZodType>> = trainConfigSchema.shape;
  return Object(fields[key]?.safeParse(undefined).data);
}

/**
 * Each representative's share of the total transitions.
 * @throws ConfigError if `transitions` is given with another value
 */
function sharedTransitions(
  { totalTransitions, transitions }: Pick<TrainConfig, "totalTransitions" | "transitions">,
  input: TrainConfigInput,
  k: number,
): number {
  if (totalTransitions === null) return transitions;
  const each = Math.round(totalTransitions / k);
  if (input.transitions === undefined || transitions === each) return each;
  throw new ConfigError(
    `totalTransitions: expected no transitions beside it but the ${each} that each of ${k} has of them, got ${transitions}`,
  );
}

function checkDivisions(config: TrainConfig): void {
  const { batchSize, envsPerRepresentative, minibatchSize } = config;
  const { transitions } = config;
  if (batchSize % envsPerRepresentative !== 0) {
    throw new ConfigError(
      `envsPerRepresentative: expected a divisor of batchSize ${batchSize}, got ${envsPerRepresentative}`,
    );
  }
  if (batchSize % minibatchSize !== 0) {
    throw new ConfigError(
      `minibatchSize: expected a divisor of batchSize ${batchSize}, got ${minibatchSize}`,
    );
  }
  if (transitions < batchSize) {
    throw new ConfigError(`transitions: expected at least one batch of ${batchSize}, got ${transitions}`);
  }
}
