import type { EnvironmentSpec } from "../../proto/index.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { boundedEpisodes } from "./bounded-episodes.js";
import { FILE_SETTINGS } from "./file-settings.js";

/** What an evaluation is told about test agents. */
export interface UnseenFlags {
  readonly "test-agents"?: string;
  readonly "few-shot-episodes"?: readonly number[];
  readonly accuracy?: number;
  readonly confidence?: number;
  readonly "return-range"?: number;
}

/** Of the commands that evaluate for agents who were not trained for. */
export const UNSEEN_OPTIONS = {
  "test-agents": {
    type: "string",
    requiresArg: true,
    describe: "Agents held out, instead of the run's own: how many, or a .npy or .csv file with a row each.",
  },
  "few-shot-episodes": {
    type: "number",
    array: true,
    requiresArg: true,
    describe:
      "m, episodes of each policy by which test agents choose; several are compared; the config's if not given.",
  },
  accuracy: {
    type: "number",
    requiresArg: true,
    describe: "How far below the best known return still counts as near it, on the report scale.",
  },
  confidence: {
    type: "number",
    requiresArg: true,
    describe: "Choose m so large that a choice is within the accuracy of the best policy this likely.",
  },
  "return-range": {
    type: "number",
    requiresArg: true,
    describe:
      "For --confidence: how far apart two returns can be; what the environment's rewards allow if not given.",
  },
} as const;

/**
 * A run's config with what was asked for about test agents.
 * @param spec - of the run's environment
 * @throws ConfigError if something cannot be
 */
export async function withUnseenFlags(
  config: TrainConfig,
  flags: UnseenFlags,
  spec: EnvironmentSpec,
): Promise<TrainConfig> {
  const { "test-agents": text, "few-shot-episodes": given, confidence, "return-range": range } = flags;
  const testAgents = text === undefined ? config.testAgents : await FILE_SETTINGS.testAgents(text);
  if (testAgents === null) refuseQuestions(flags);
  const fewShotEpisodes = given === undefined ? config.fewShotEpisodes : [...given];
  const accuracy = flags.accuracy ?? config.accuracy;
  const resolved = resolveConfig({ ...config, testAgents, fewShotEpisodes, accuracy });
  if (confidence === undefined) {
    if (range === undefined) return resolved;
    throw new ConfigError("--return-range: expected --confidence with it");
  }
  if (given !== undefined) {
    throw new ConfigError("--confidence: expected no --few-shot-episodes beside it, as it decides them");
  }
  return { ...resolved, fewShotEpisodes: [boundedEpisodes(resolved, confidence, range, spec)] };
}

/** @throws ConfigError if something is asked about test agents, who are not there */
function refuseQuestions(flags: UnseenFlags): void {
  const names = ["few-shot-episodes", "accuracy", "confidence", "return-range"] as const;
  const asked = names.find((name) => flags[name] !== undefined);
  if (asked !== undefined) {
    throw new ConfigError(`--${asked}: the run has no test agents: give --test-agents too`);
  }
}
