import { ConfigError } from "../base/config-error.js";
import type { TrainConfig, TrainConfigInput } from "./train-config.js";

/** Settings that give the agents to train for, which exclude each other. */
type TrainingAgents = Pick<TrainConfigInput, "trainAgents" | "agents" | "agentParameters">;

/** n, if the config alone determines it. */
export function knownNumAgents({ trainAgents = null, agents = null }: TrainingAgents): number | null {
  if (trainAgents === null) return agents;
  return typeof trainAgents === "number" ? trainAgents : trainAgents.length;
}

/** @throws ConfigError if agents are given in two ways */
export function checkAgentsGivenOnce({ trainAgents, agents, agentParameters }: TrainConfig): void {
  const others = { agents, agentParameters };
  for (const [name, value] of Object.entries(others)) {
    if (trainAgents === null || value === null) continue;
    throw new ConfigError(`trainAgents: expected none beside ${name}, got both: leave out one of them`);
  }
  if (agents !== null && agentParameters !== null) {
    throw new ConfigError(`agents: expected none beside agentParameters, got ${agents}`);
  }
}

/**
 * θ [n, p] of a given population.
 * @param key - the setting, for errors
 * @param names - names of the environment's p parameters
 * @throws ConfigError if rows do not have p numbers
 */
export function givenParameters(
  key: string,
  rows: readonly (readonly number[])[],
  names: readonly string[],
): Float64Array {
  const wrong = rows.findIndex((row) => row.length !== names.length);
  if (wrong < 0) return Float64Array.from(rows.flat());
  const expected = `rows of ${names.length} (${names.join(", ")})`;
  throw new ConfigError(
    `${key}: expected ${expected}, got ${rows[wrong].length} numbers in row ${wrong + 1}`,
  );
}
