import type { Algorithm } from "../assignment/assigners/index.js";
import { ConfigError } from "../base/config-error.js";

const DEFAULT = 3;

/**
 * k where it is not given.
 * @param numAgents - n, where it is known
 * @throws ConfigError if k is n, which is not known
 */
export function defaultRepresentatives(algorithm: Algorithm, numAgents: number | null): number {
  const k = decidedRepresentatives(algorithm, numAgents);
  if (k === "n") throw new ConfigError('agents: expected how many for algorithm "individual", got none');
  return k ?? DEFAULT;
}

/** What k an algorithm asks for, if any; n where n is not known is "n". */
function decidedRepresentatives(algorithm: Algorithm, numAgents: number | null): number | "n" | undefined {
  if (algorithm === "single") return 1;
  if (algorithm === "individual") return numAgents ?? "n";
  return undefined;
}

/**
 * @param numAgents - n, where it is known
 * @throws ConfigError if there are more representatives than agents, or not as many as the algorithm asks for
 */
export function checkRepresentatives(
  { algorithm, representatives: k }: { readonly algorithm: Algorithm; readonly representatives: number },
  numAgents: number | null,
): void {
  const decided = decidedRepresentatives(algorithm, numAgents);
  if (typeof decided === "number" && k !== decided) {
    const expected = algorithm === "single" ? "1" : `n = ${numAgents}`;
    throw new ConfigError(`representatives: expected ${expected} for algorithm "${algorithm}", got ${k}`);
  }
  if (numAgents !== null && k > numAgents) {
    throw new ConfigError(`representatives: expected at most n = ${numAgents} agents, got ${k}`);
  }
}
