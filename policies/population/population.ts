import type { Dossier } from "../../approval/index.js";

/** The agents that policies were assessed with: those they were trained for, and then those they were not. */
export interface Population {
  /** [m][p]: θ. */
  readonly parameters: readonly (readonly number[])[];
  /** [k][m]: mean return of each policy for each agent. */
  readonly returns: readonly (readonly number[])[];
  /** [k][n]: standard deviation over episodes, of the n agents that policies were trained for. */
  readonly deviations: readonly (readonly number[])[];
  /** [k]: episodes of each policy. */
  readonly episodes: readonly number[];
  /** n. */
  readonly numTrained: number;
  /** [p]: the ranges of θ. */
  readonly minimum: readonly number[];
  readonly maximum: readonly number[];
}

export function populationOf({ agents, coverage, policies }: Dossier): Population {
  const { unseen } = coverage;
  const parameters = [...agents.parameters, ...(unseen?.parameters ?? [])];
  const columns = (parameters[0] ?? []).map((_, c) => parameters.map((row) => row[c]));
  return {
    parameters,
    returns: agents.returns.map((row, i) => [...row, ...(unseen?.returns[i] ?? [])]),
    deviations: agents.deviations,
    episodes: policies.map(({ episodes }) => episodes.number),
    numTrained: agents.parameters.length,
    minimum: columns.map((column) => column.reduce((a, b) => Math.min(a, b))),
    maximum: columns.map((column) => column.reduce((a, b) => Math.max(a, b))),
  };
}

/** The numbers of parameters, from 0, that lie outside the population's ranges. */
export function outsideOf(
  { minimum, maximum }: Pick<Population, "minimum" | "maximum">,
  parameters: readonly number[],
): number[] {
  return [...parameters.keys()].filter((c) => parameters[c] < minimum[c] || parameters[c] > maximum[c]);
}
