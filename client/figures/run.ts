import type { AgentParameter } from "../../envs/env.js";
import type { MetricsRow, Summary, Trajectories } from "../run/records.js";

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
  /** What agents differ in, where that is a single number; names axes and bounds the histogram. */
  readonly parameter?: Pick<AgentParameter, "name" | "unit" | "minimum" | "maximum">;
}

/** A figure's title and, below it, which run this is. */
export function figureTitle(text: string, { config, summary }: FigureRun, ...notes: readonly string[]) {
  const unfinished = summary?.finished ? [] : ["unfinished"];
  const facts = [config.environment, config.algorithm, `k = ${config.k}`, ...notes, ...unfinished];
  return { text, subtitle: facts.join(", ") };
}

/** For example "target velocity (m/s)". */
export function parameterLabel({ environment, parameter }: FigureConfig): string {
  if (parameter === undefined) return isResourceGathering(environment) ? "tile" : "target velocity (m/s)";
  const name = parameter.name.replaceAll("_", " ");
  return parameter.unit === "" ? name : `${name} (${parameter.unit})`;
}

export function isResourceGathering(environment: string): boolean {
  return environment === "resource-gathering";
}

/** θ [n] where agents differ in one number, else null. */
export function soleParameter(summary: Summary | null): number[] | null {
  if (summary === null || summary.agentParameters.some((parameters) => parameters.length !== 1)) return null;
  return summary.agentParameters.map(([theta]) => theta);
}
