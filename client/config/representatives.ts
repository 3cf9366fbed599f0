import { assignerRegistry } from "../assignment/assigners/index.js";
import { ConfigError } from "../base/config-error.js";
import { knownNumAgents } from "./population.js";
import type { ParsedConfig, TrainConfig } from "./train-config.js";

const DEFAULT = 3;

/** Of a run, what k depends on. */
type Counted = Pick<TrainConfig, "algorithm" | "representatives">;

/**
 * k where it is not given.
 * @param numAgents - n, where it is known
 * @throws ConfigError if k is n, which is not known
 */
export function defaultRepresentatives(algorithm: string, numAgents: number | null): number {
  const { fixedCount } = assignerRegistry.get(algorithm);
  if (fixedCount === undefined) return DEFAULT;
  const k = fixedCount(numAgents);
  if (k === null) throw new ConfigError(`agents: expected how many for algorithm "${algorithm}", got none`);
  return k;
}

/** What has to be known before k is: how many agents there are, or what they want. */
export type Awaited = "nothing" | "count" | "agents";

/** @param settings - each with its default; k null if it is not given */
export function awaitedBy(settings: ParsedConfig): Awaited {
  const { fixedCount, prototypes } = assignerRegistry.get(settings.algorithm);
  if (prototypes?.decidesCount(settings)) return "agents";
  const given = settings.representatives ?? knownNumAgents(settings);
  return given === null && fixedCount?.(null) === null ? "count" : "nothing";
}

/**
 * @param numAgents - n, where it is known
 * @throws ConfigError if there are more representatives than agents, or not as many as the algorithm asks for
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
