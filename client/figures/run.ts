import { words } from "../base/words.js";
import type { MetricsRow, ParameterSpec, Summary, Trajectories } from "../records/records.js";

/** The parts of a run on which its figures depend. */
export interface FigureRun {
  readonly config: FigureConfig;
  readonly metrics: readonly MetricsRow[];
  /** Null until the run has been evaluated. */
  readonly summary: Summary | null;
  /** Trajectories of the same evaluation. */
  readonly trajectories?: Trajectories;
}

export interface FigureConfig {
  /** Environment id, for example "half-cheetah". */
  readonly environment: string;
  readonly algorithm: string;
  /** Number of trained representatives, which some algorithms determine themselves. */
  readonly k: number;
  /** The parameters of agents, [p], if known; they name axes and bound the histogram. */
  readonly parameters?: readonly ParameterSpec[];
}

/** A figure's title with a description of the run below it. */
export function figureTitle(text: string, { config, summary }: FigureRun, ...notes: readonly string[]) {
  const unfinished = summary?.finished ? [] : ["unfinished"];
  const facts = [config.environment, config.algorithm, `k = ${config.k}`, ...notes, ...unfinished];
  return { text, subtitle: facts.join(", ") };
}

/** The label of agents' parameter if they have exactly one, for example "target velocity (m/s)". */
export function parameterLabel({ parameters = [] }: FigureConfig): string {
  return parameters.length === 1 ? labelOf(parameters[0]) : UNKNOWN_LABEL;
}

/** The label of an unknown parameter. */
export const UNKNOWN_LABEL = "θ";

export function labelOf({ name, unit }: Pick<ParameterSpec, "name" | "unit">): string {
  return unit === "" ? words(name) : `${words(name)} (${unit})`;
}

export function isResourceGathering(environment: string): boolean {
  return environment === "resource-gathering";
}

/** θ [n] if agents differ in one number, otherwise null. */
export function soleParameter(summary: Summary | null): number[] | null {
  if (summary === null || summary.agentParameters.some((parameters) => parameters.length !== 1)) return null;
  return summary.agentParameters.map(([theta]) => theta);
}
