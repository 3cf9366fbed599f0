import { assignerRegistry } from "../assignment/assigners/index.js";
import { ConfigError } from "../base/config-error.js";
import { knownNumAgents } from "./population.js";
import type { ParsedConfig, TrainConfig } from "./train-config.js";

const DEFAULT = 3;

/** The settings that k depends on. */
type Counted = Pick<TrainConfig, "algorithm" | "representatives">;

/**
 * k if it is not given.
 * @param numAgents - n, if it is known
 * @throws ConfigError if k is n and n is not known
 */
export function defaultRepresentatives(algorithm: string, numAgents: number | null): number {
  const { fixedCount } = assignerRegistry.get(algorithm);
  if (fixedCount === undefined) return DEFAULT;
  const k = fixedCount(numAgents);
  if (k === null) throw new ConfigError(`agents: expected how many for algorithm "${algorithm}", got none`);
  return k;
}

/** What must be known to determine k: nothing, the number of agents, or the agents' parameters. */
export type Awaited = "nothing" | "count" | "agents";

/** @param settings - with defaults filled in; k is null if it is not given */
export function awaitedBy(settings: ParsedConfig): Awaited {
  const { fixedCount, prototypes } = assignerRegistry.get(settings.algorithm);
  if (prototypes?.decidesCount(settings)) return "agents";
  const given = settings.representatives ?? knownNumAgents(settings);
  return given === null && fixedCount?.(null) === null ? "count" : "nothing";
}

/**
 * @param numAgents - n, if it is known
 * @throws ConfigError if there are more representatives than agents, or not the number that the algorithm requires
 */
export function checkRepresentatives(
  { algorithm, representatives: k }: Counted,
  numAgents: number | null,
): void {
  const decided = assignerRegistry.get(algorithm).fixedCount?.(numAgents) ?? k;
  if (k !== decided) {
    const expected = decided === numAgents ? `n = ${numAgents}` : `${decided}`;
    throw new ConfigError(`representatives: expected ${expected} for algorithm "${algorithm}", got ${k}`);
  }
  if (numAgents !== null && k > numAgents) {
    throw new ConfigError(`representatives: expected at most n = ${numAgents} agents, got ${k}`);
  }
}
