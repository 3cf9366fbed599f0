import { decodeSpace, type EnvironmentSpec } from "../../proto/index.js";
import { fewShotBound } from "../assignment/unseen/few-shot-bound.js";
import { ConfigError } from "../base/config-error.js";
import type { TrainConfig } from "../config/train-config.js";
import { episodeLimit } from "../run/episode-limit.js";

/** Upper limit of episodes of each policy; a larger number means that the request is unreasonable. */
const MOST = 10_000;

/**
 * The number m of few-shot episodes, from the accuracy that a choice should have.
 * @param confidence - 1 − δ
 * @param range - largest difference of two returns, on the report scale; the environment's bound if not given
 * @throws ConfigError if there is no such number, or it is too large
 */
export function boundedEpisodes(
  config: TrainConfig,
  confidence: number,
  range: number | undefined,
  spec: EnvironmentSpec,
): number {
  const { representatives: numPolicies, accuracy } = config;
  if (!(confidence > 0 && confidence < 1)) {
    throw new ConfigError(`--confidence: expected a number between 0 and 1, got ${confidence}`);
  }
  if (accuracy === null) throw new ConfigError("--confidence: expected --accuracy with it");
  const returnRange = range ?? possibleRange(config, spec);
  if (!(returnRange > 0)) throw new ConfigError(`--return-range: expected a number above 0, got ${range}`);
  if (returnRange === Number.POSITIVE_INFINITY) {
    throw new ConfigError(`--confidence: returns in ${spec.id} have no bounds: give --return-range`);
  }
  const episodes = fewShotBound({ numPolicies, accuracy, confidence, returnRange });
  if (episodes <= MOST) return episodes;
  throw new ConfigError(
    `--confidence: expected at most ${MOST} episodes of each policy, got a bound of ${episodes}: give a larger --accuracy, or a smaller --confidence or --return-range`,
  );
}

/** Largest difference of two returns; infinite if rewards have no bounds. */
function possibleRange(config: TrainConfig, spec: EnvironmentSpec): number {
  const { rewardSpace, reportScale } = spec;
  const space = decodeSpace(rewardSpace, "spec.reward_space");
  if (space.kind !== "box") return Number.POSITIVE_INFINITY;
  return (space.high[0] - space.low[0]) * episodeLimit(config, spec) * reportScale;
}
