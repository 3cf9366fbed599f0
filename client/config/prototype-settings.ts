import { assignerRegistry } from "../assignment/assigners/index.js";
import { ConfigError } from "../base/config-error.js";
import { type TrainConfig, trainConfigSchema } from "./train-config.js";

/** Settings of algorithms with prototypes only. */
const PROTOTYPE_SETTINGS = ["cover", "epsilon", "trainOn"] as const;

/** @throws ConfigError if prototypes have no ε, or an algorithm without prototypes has settings for prototypes */
export function checkPrototypeSettings(config: TrainConfig): void {
  const { algorithm, epsilon } = config;
  if (assignerRegistry.get(algorithm).prototypes === undefined) {
    refusePrototypeSettings(config);
  } else if (epsilon === null) {
    throw new ConfigError(
      `epsilon: expected how far from its prototype an agent may be for algorithm "${algorithm}", got none`,
    );
  }
}

function refusePrototypeSettings(config: TrainConfig): void {
  const { shape } = trainConfigSchema;
  const given = PROTOTYPE_SETTINGS.find((name) => config[name] !== shape[name].parse(undefined));
  if (given === undefined) return;
  const having = assignerRegistry.entries().filter(([, { prototypes }]) => prototypes !== undefined);
  const names = having.map(([name]) => `"${name}"`).join(" or ");
  throw new ConfigError(
    `${given}: expected none unless algorithm is ${names}, got ${config[given]} for "${config.algorithm}"`,
  );
}
