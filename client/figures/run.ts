import type { MetricsRow, ParameterSpec, Summary, Trajectories } from "../records/records.js";

/** A run, as far as its figures depend on it. */
export interface FigureRun {
  readonly config: FigureConfig;
  readonly metrics: readonly MetricsRow[];
  /** Null until the run has been evaluated. */
  readonly summary: Summary | null;
  /** Of the same evaluation. */
  readonly trajectories?: Trajectories;
}

export interface FigureConfig {
  /** Environment id, for example "half-cheetah". */
  readonly environment: string;
  readonly algorithm: string;
  /** Representatives trained; of some algorithms fewer or more than asked for. */
  readonly k: number;
  /** What agents differ in, [p], where it is known; names axes and bounds the histogram. */
  readonly parameters?: readonly ParameterSpec[];
}

/** A figure's title and, below it, which run this is. */
export function figureTitle(text: string, { config, summary }: FigureRun, ...notes: readonly string[]) {
  const unfinished = summary?.finished ? [] : ["unfinished"];
  const facts = [config.environment, config.algorithm, `k = ${config.k}`, ...notes, ...unfinished];
  return { text, subtitle: facts.join(", ") };
}

/** What agents differ in, where that is a single number: for example "target velocity (m/s)". */
export function parameterLabel({ parameters = [] }: FigureConfig): string {
  return parameters.length === 1 ? labelOf(parameters[0]) : UNKNOWN_LABEL;
}

/** Where nothing is known of a parameter. */
export const UNKNOWN_LABEL = "θ";

export function labelOf({ name, unit }: Pick<ParameterSpec, "name" | "unit">): string {
  const words = name.replaceAll("_", " ");
  return unit === "" ? words : `${words} (${unit})`;
}

export function isResourceGathering(environment: string): boolean {
  return environment === "resource-gathering";
}

/** θ [n] where agents differ in one number, else null. */
export function soleParameter(summary: Summary | null): number[] | null {
  if (summary === null || summary.agentParameters.some((parameters) => parameters.length !== 1)) return null;
  return summary.agentParameters.map(([theta]) => theta);
}
