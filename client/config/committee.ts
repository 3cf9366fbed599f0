import { ConfigError } from "../base/config-error.js";
import { type TrainConfig, trainConfigSchema } from "./train-config.js";

/** What only committees have. */
const COMMITTEE_SETTINGS = ["cover", "epsilon", "trainOn"] as const;

/** @throws ConfigError if a committee has no ε, or another algorithm settings of a committee */
export function checkCommittee(config: TrainConfig): void {
  if (config.algorithm !== "committee") {
    refuseCommitteeSettings(config);
  } else if (config.epsilon === null) {
    throw new ConfigError(
      'epsilon: expected how far from its prototype an agent may be for algorithm "committee", got none',
    );
  }
}

function refuseCommitteeSettings(config: TrainConfig): void {
  const { shape } = trainConfigSchema;
  const given = COMMITTEE_SETTINGS.find((name) => config[name] !== shape[name].parse(undefined));
  if (given === undefined) return;
  throw new ConfigError(
    `${given}: expected none unless algorithm is "committee", got ${config[given]} for "${config.algorithm}"`,
  );
}
