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

/** What one of agents' parameters is, as the environment says. */
export interface ParameterSpec {
  readonly name: string;
  /** Empty if it has none. */
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** A mean over episodes, on the environment's report scale. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  /** Of each representative. */
  readonly episodes: number;
}

/** summary.json: what a run came to. */
export interface Summary extends AssignerSummary {
  readonly environment: string;
  readonly algorithm: string;
  /** Whether all transitions asked for were made. */
  readonly finished: boolean;
  /**
   * Evaluated welfare, a mean over agents: policies acting on their mode, agents served as assigned, or with their
   * outside option where that is better.
   */
  readonly welfare: Estimate;
  /** How the same is spread over agents, on the report scale. */
  readonly distribution: Distribution;
  /** The same, policies sampling their actions. */
  readonly stochasticWelfare: Estimate;
  /** Best welfare known for this environment and number of representatives, if any. */
  readonly bestKnownWelfare: number | null;
  /** [n]. */
  readonly assignment: readonly number[];
  /** [k, n]: each agent's mean evaluated return from each representative. */
  readonly utilities: readonly (readonly number[])[];
  /** [n]: what agents have otherwise, on the report scale; null where they have nothing else. */
  readonly outsideOptions: readonly number[] | null;
  /** Share of agents whose representative is worth more to them than that. */
  readonly participation: number;
  /** θ, [n, p]. */
  readonly agentParameters: readonly (readonly number[])[];
  /** What θ's columns are, [p]. */
  readonly parameters?: readonly ParameterSpec[];
  /** Of the evaluation's episodes, with and without sampling, those that went on after so many steps and were cut short. */
  readonly cutShort?: { readonly episodes: number; readonly steps: number };
  readonly transitions: number;
  readonly seconds: number;
  /** Of test agents, if the run has some. */
  readonly unseen?: UnseenResults;
}

/** trajectories.json, [k]: one deterministic episode of each representative, info name → [T, …]. */
export type Trajectories = readonly Readonly<Record<string, readonly (readonly number[])[]>>[];
