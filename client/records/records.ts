import type { AssignerSummary } from "../assignment/assigners/entry.js";
import type { UnseenResults } from "../assignment/unseen/results.js";
import type { Distribution } from "../ops/distribution.js";

/** One row of metrics.jsonl: an iteration. What CleanRL records too is spelled as there. */
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
  /** The least of the same. */
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
  /** [k]: how many there were. */
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
  /** Environment steps of all representatives, a second of wall time. */
  readonly transitionsPerSecond: number;
  /** Where the iteration's time went. */
  readonly seconds: {
    readonly total: number;
    /** Policies choosing actions. */
    readonly acting: number;
    /** Environments stepping, as the server says or, unsaid, all of the wait. */
    readonly stepping: number;
    /** Waiting for replies, less stepping. */
    readonly wire: number;
    readonly updating: number;
  };
}

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
