import { ConfigError } from "../../base/config-error.js";
import type { TrainConfig } from "../../config/train-config.js";
import type { OutsideOptions } from "../../ops/outside-options.js";

type Option = Pick<TrainConfig, "outsideOption">;

/**
 * Agents' outside options as a run's settings give them.
 * @returns [n], on the environment's report scale
 */
export function outsideOptionsOf({ outsideOption }: Option, numAgents: number): OutsideOptions {
  if (Array.isArray(outsideOption)) return Float64Array.from(outsideOption);
  return new Float64Array(numAgents).fill(outsideOption ?? Number.NEGATIVE_INFINITY);
}

/** @throws ConfigError if their number is not the number of agents */
export function checkOutsideOptions({ outsideOption }: Option, numAgents: number): void {
  if (!Array.isArray(outsideOption) || outsideOption.length === numAgents) return;
  throw new ConfigError(
    `outsideOption: expected one number, or one for each of ${numAgents} agents, got ${outsideOption.length}`,
  );
}
