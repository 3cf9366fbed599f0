import type { EnvironmentSpec } from "../../proto/index.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { boundedEpisodes } from "./bounded-episodes.js";
import { FILE_SETTINGS } from "./file-settings.js";

/** Flags about test agents of an evaluation. */
export interface UnseenFlags {
  readonly "test-agents"?: string;
  readonly "few-shot-episodes"?: readonly number[];
  readonly accuracy?: number;
  readonly confidence?: number;
  readonly "return-range"?: number;
}

/** Options of the commands that evaluate for agents that were not trained for. */
export const UNSEEN_OPTIONS = {
  "test-agents": {
    type: "string",
    requiresArg: true,
    describe:
      "Held-out agents, instead of the run's own: their number, or a .npy or .csv file with a row for each.",
  },
  "few-shot-episodes": {
    type: "number",
    array: true,
    requiresArg: true,
    describe:
      "m, the episodes of each policy by which test agents choose one; several values are compared; the config's if not given.",
  },
  accuracy: {
    type: "number",
    requiresArg: true,
    describe: "Largest distance below the best known return that counts as near it, on the report scale.",
  },
  confidence: {
    type: "number",
    requiresArg: true,
    describe:
      "Probability with which a choice must be within --accuracy of the best policy; m is computed from it.",
  },
  "return-range": {
    type: "number",
    requiresArg: true,
    describe:
      "For --confidence: the largest difference of two returns; the bound from the environment's rewards if not given.",
  },
} as const;

/**
 * A run's config with the flags about test agents applied.
 * @param spec - the run's environment
 * @throws ConfigError if the flags do not fit the config or each other
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
    throw new ConfigError("--confidence: expected no --few-shot-episodes with it, since it determines them");
  }
  return { ...resolved, fewShotEpisodes: [boundedEpisodes(resolved, confidence, range, spec)] };
}

/** @throws ConfigError if flags about test agents are given, but there are no test agents */
function refuseQuestions(flags: UnseenFlags): void {
  const names = ["few-shot-episodes", "accuracy", "confidence", "return-range"] as const;
  const asked = names.find((name) => flags[name] !== undefined);
  if (asked !== undefined) {
    throw new ConfigError(`--${asked}: the run has no test agents: give --test-agents too`);
  }
}
