import type { AssignerSummary } from "../assignment/assigners/entry.js";
import type { UnseenResults } from "../assignment/unseen/results.js";
import type { Distribution } from "../ops/distribution.js";

/** One row of metrics.jsonl, for one iteration. Metrics that CleanRL records too have its names. */
export interface MetricsRow {
  /** From 1. */
  readonly iteration: number;
  /** Environment steps so far, of each representative. */
  readonly transitions: number;
  /**
   * Mean over agents of the utility (a moving average of returns) that their representative has for them, or of
   * their outside option if that is better, on the environment's report scale; null until every representative
   * has finished an episode.
   */
  readonly welfare: number | null;
  /** The lowest welfare of any agent, in the same sense. */
  readonly worstAgent: number | null;
  /** Share of agents whose representative is worth more to them than their outside option. */
  readonly participation: number | null;
  /**
   * [k]: return of the episodes each representative finished, a mean over them and over its agents, on the
   * report scale; null if it finished none or serves nobody.
   */
  readonly episodeReturns: readonly (number | null)[];
  /** [k]: mean steps of these episodes. */
  readonly episodeLengths: readonly (number | null)[];
  /** [k]: number of these episodes. */
  readonly episodes: readonly number[];
  /** [n]: which representative serves each agent. */
  readonly assignment: readonly number[];
  /** Agents whose representative changed. */
  readonly flips: number;
  /** Representatives that became copies of others. */
  readonly exchanges: number;
  /** [k]: agents of each representative. */
  readonly clusterSizes: readonly number[];
  readonly policy_loss: number;
  readonly value_loss: number;
  readonly entropy: number;
  /** mean[(ρ − 1) − log ρ] (Schulman 2020). */
  readonly approx_kl: number;
  /** Share of ratios that were clipped. */
  readonly clipfrac: number;
  /** 1 − Var[return − value] / Var[return]. */
  readonly explained_variance: number;
  readonly learning_rate: number;
  readonly entropyCoefficient: number;
  /** Environment steps of all representatives per second of wall time. */
  readonly transitionsPerSecond: number;
  /** The iteration's wall time in seconds, by activity. */
  readonly seconds: {
    readonly total: number;
    /** Policies choosing actions. */
    readonly acting: number;
    /** Environments stepping, as the server reports it; the whole wait if it does not. */
    readonly stepping: number;
    /** Waiting for replies, less stepping. */
    readonly wire: number;
    readonly updating: number;
  };
}

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
