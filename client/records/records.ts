import type { AssignerSummary } from "../assignment/assigners/entry.js";
import type { UnseenResults } from "../assignment/unseen/results.js";
import type { Distribution } from "../ops/distribution.js";
import type { METRICS, Metric } from "./metrics.js";

/** One row of metrics.jsonl: an iteration. {@link METRICS} says what its fields are. */
export type MetricsRow = { readonly [Name in keyof typeof METRICS]: FieldOf<(typeof METRICS)[Name]> };

/** The type of a field: a value for the run, or a list of values, [k] or [n]. */
type FieldOf<M extends Metric> = M["of"] extends "run" ? ValueOf<M> : readonly ValueOf<M>[];

type ValueOf<M extends Metric> = M extends { readonly parts: infer Parts }
  ? { readonly [Part in keyof Parts]: number }
  : M extends { readonly nullable: true }
    ? number | null
    : number;

/** The environment's description of one of agents' parameters. */
export interface ParameterSpec {
  readonly name: string;
  /** Empty if the parameter has no unit. */
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** A mean over episodes, on the environment's report scale. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  /** Number of episodes of each representative. */
  readonly episodes: number;
}

/**
 * How near the funds of a run are to the best ones, in an environment of portfolios: welfare that is expected over the
 * market's returns, on the report scale.
 */
export interface FundGap {
  /** Of the best single fund. */
  readonly single: number;
  /** Of the best k funds. */
  readonly best: number;
  /** Of the run's funds, acting on their modes, with agents served as assigned. */
  readonly expected: number;
  /** Share of the way from the best single fund to the best k funds; null if there is no way between them. */
  readonly closed: number | null;
}

/** The results of a run, as in summary.json. */
export interface Summary extends AssignerSummary {
  readonly environment: string;
  readonly algorithm: string;
  /** Whether all requested transitions were made. */
  readonly finished: boolean;
  /**
   * Evaluated welfare, a mean over agents: policies acting on their mode, agents served as assigned, or with their
   * outside option where that is better.
   */
  readonly welfare: Estimate;
  /** How this welfare is spread over agents, on the report scale. */
  readonly distribution: Distribution;
  /** Evaluated welfare with sampled actions. */
  readonly stochasticWelfare: Estimate;
  /** Best welfare known for this environment and number of representatives, if any. */
  readonly bestKnownWelfare: number | null;
  /** How near the run's funds are to the best ones, where the environment reports what is expected. */
  readonly funds?: FundGap;
  /** [n]. */
  readonly assignment: readonly number[];
  /** [k, n]: each agent's mean evaluated return from each representative. */
  readonly utilities: readonly (readonly number[])[];
  /** [n]: agents' outside options, on the report scale; null if the run has none. */
  readonly outsideOptions: readonly number[] | null;
  /** Share of agents whose representative is worth more to them than their outside option. */
  readonly participation: number;
  /** θ, [n, p]. */
  readonly agentParameters: readonly (readonly number[])[];
  /** Descriptions of θ's columns, [p]. */
  readonly parameters?: readonly ParameterSpec[];
  /** Number of the evaluations' episodes that were cut short, and the steps after which they were. */
  readonly cutShort?: { readonly episodes: number; readonly steps: number };
  readonly transitions: number;
  readonly seconds: number;
  /** Results for test agents, if the run has some. */
  readonly unseen?: UnseenResults;
}

/** trajectories.json, [k]: one deterministic episode of each representative, info name → [T, …]. */
export type Trajectories = readonly Readonly<Record<string, readonly (readonly number[])[]>>[];
