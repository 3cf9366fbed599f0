import type { Population } from "./population.js";

/** Agents that are looked at; of one more, the distance is needed. */
const MOST = 8;

/** Agents near a θ, the nearest first. */
export interface Neighbours {
  readonly agents: readonly number[];
  readonly weights: readonly number[];
}

/**
 * The agents that are nearest to a θ, each parameter measured by the population's range. Their weights fall from 1 to 0
 * at the distance of the first agent that is not among them (weighted nearest neighbours: Hechenbichler & Schliep 2004).
 * @param parameters - θ, [p]
 */
export function neighboursOf(population: Population, parameters: readonly number[]): Neighbours {
  const distances = population.parameters.map((row) => distance(row, parameters, population));
  const sorted = [...distances.keys()].sort((a, b) => distances[a] - distances[b] || a - b);
  const agents = sorted.slice(0, MOST);
  const beyond = distances[sorted[MOST] ?? sorted.at(-1)!];
  const weights = agents.map((agent) => (beyond > 0 ? 1 - distances[agent] / beyond : 1));
  // Agents that are all as far as the next one weigh the same.
  return { agents, weights: weights.some((weight) => weight > 1e-9) ? weights : agents.map(() => 1) };
}

function distance(
  a: readonly number[],
  b: readonly number[],
  { minimum, maximum }: Pick<Population, "minimum" | "maximum">,
): number {
  return Math.hypot(...a.map((value, c) => (value - b[c]) / (maximum[c] - minimum[c] || 1)));
}
