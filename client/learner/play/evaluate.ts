import type { Rng } from "../../../envs/rng.js";
import { assignedValues } from "../../ops/agent-values.js";
import type { Assignment } from "../../ops/assignment.js";
import { type OutsideOptions, participants } from "../../ops/outside-options.js";
import type { Estimate, Trajectories } from "../../records/records.js";
import type { Environments } from "../../remote/environments/environments.js";
import type { Representatives } from "../representatives/representatives.js";
import type { ActingMode } from "../rollout/policy-sampling.js";
import { type PlayedStep, playSteps } from "./steps.js";

/** Results of fresh episodes, E of each representative, in the order of their environments. */
export interface Evaluation {
  /** [k, E, n]: undiscounted returns. */
  readonly returns: Float64Array;
  /** Trajectories of each representative's first episode. */
  readonly trajectories: Trajectories;
  /** [k · E]. */
  readonly endings: readonly EpisodeEnding[];
  /** Number of episodes that were cut short because they had not ended at the last step. */
  readonly cutShort: number;
}

/** How an episode ended. */
export interface EpisodeEnding {
  /** Number of steps. */
  readonly length: number;
  /** Ended by what happened in it, by the environment's limit of steps, or by the evaluation's. */
  readonly by: "termination" | "truncation" | "cut";
}

/** How representatives are evaluated. */
export interface EvaluationOptions {
  readonly mode: ActingMode;
  /** Draws actions. */
  readonly rng: Rng;
  /** Steps after which episodes are cut short. */
  readonly maxSteps: number;
  /** Called after every step with the share of the evaluation that is done, between 0 and 1. */
  readonly onStep?: (share: number) => void;
  /** Called with every step, and with the environments whose episode had ended before. */
  readonly onPlayed?: (step: PlayedStep, ended: ReadonlySet<number>) => void;
}

/** Infos longer than this are left out of trajectories. */
const MAX_INFO_SIZE = 4;

/**
 * Plays one episode in each environment, until it ends or has taken `maxSteps` steps. Environment j · E + e belongs to
 * representative j. Every environment counts once, so that short episodes do not count more than long ones.
 */
export async function evaluate(
  environments: Environments,
  representatives: Representatives,
  { onStep, onPlayed, ...options }: EvaluationOptions,
): Promise<Evaluation> {
  const N = environments.numEnvs;
  const n = environments.spec.numAgents;
  const returns = new Float64Array(N * n);
  const ended = new Set<number>();
  const endings: EpisodeEnding[] = Array.from({ length: N }, () => ({ length: options.maxSteps, by: "cut" }));
  const k = representatives.model.sizes.numRepresentatives;
  const trajectories: Record<string, number[][]>[] = Array.from({ length: k }, () => ({}));
  let t = 0;
  for await (const step of playSteps(environments, representatives, options)) {
    const { rewards, finished, infos, terminated } = step;
    onPlayed?.(step, ended);
    trajectories.forEach((trajectory, j) => {
      const first = (j * N) / k;
      if (!ended.has(first)) appendInfos(trajectory, infos, first, N);
    });
    addRewards(returns, rewards, n, ended);
    for (const episode of finished) {
      if (ended.has(episode.environment)) continue;
      ended.add(episode.environment);
      const by = terminated[episode.environment] ? "termination" : "truncation";
      endings[episode.environment] = { length: episode.length, by };
      returns.set(episode.returns, episode.environment * n);
    }
    onStep?.(Math.max(ended.size / N, ++t / options.maxSteps));
    if (ended.size === N) break;
  }
  return { returns, trajectories, endings, cutShort: N - ended.size };
}

/**
 * Adds a step's rewards to the returns of the episodes that have not ended.
 * @param returns - [N, n]
 * @param rewards - [N, n]
 */
function addRewards(
  returns: Float64Array,
  rewards: Float32Array,
  n: number,
  ended: ReadonlySet<number>,
): void {
  for (let c = 0; c < returns.length; c++) {
    if (!ended.has(Math.floor(c / n))) returns[c] += rewards[c];
  }
}

function appendInfos(
  trajectory: Record<string, number[][]>,
  infos: Readonly<Record<string, Float64Array>>,
  environment: number,
  numEnvs: number,
): void {
  for (const [name, values] of Object.entries(infos)) {
    const width = values.length / numEnvs;
    if (width > MAX_INFO_SIZE) continue;
    const row = values.subarray(environment * width, (environment + 1) * width);
    trajectory[name] ??= [];
    trajectory[name].push([...row]);
  }
}

/**
 * Mean return of each representative for each agent.
 * @param returns - [k, E, n]
 * @returns [k, n]
 */
export function meanReturns(returns: Float64Array, k: number, n: number): Float64Array {
  const E = returns.length / (k * n);
  const means = new Float64Array(k * n);
  returns.forEach((value, c) => {
    means[Math.floor(c / (E * n)) * n + (c % n)] += value / E;
  });
  return means;
}

/** Who is served by whom, and what each agent has without. */
export interface ServedPopulation {
  /** [n]. */
  readonly assignment: Assignment;
  /** The environment's. */
  readonly reportScale: number;
  /** [n], on the report scale. */
  readonly outsideOptions: OutsideOptions;
}

/**
 * Welfare of an assignment, with its standard error over episodes: episodes are independent, but the returns of
 * different agents in one episode are not. An agent whose outside option is better gets its outside option.
 * @param returns - [k, E, n]
 */
export function estimateWelfare(
  returns: Float64Array,
  k: number,
  { assignment, reportScale, outsideOptions }: ServedPopulation,
): Estimate {
  const n = assignment.length;
  const E = returns.length / (k * n);
  const values = assignedValues(meanReturns(returns, k, n), assignment);
  const takesPart = participants(
    values.map((value) => reportScale * value),
    outsideOptions,
  );
  let mean = outsideOptions.reduce((sum, option, i) => sum + (takesPart[i] ? 0 : option / n), 0);
  let variance = 0;
  for (let j = 0; j < k; j++) {
    // What each of representative j's episodes adds to the welfare, through the agents it serves.
    const shares = Array.from({ length: E }, (_, e) =>
      assignment.reduce(
        (sum, own, i) => sum + (own === j && takesPart[i] ? returns[(j * E + e) * n + i] : 0),
        0,
      ),
    ).map((sum) => (reportScale * sum) / n);
    const share = shares.reduce((a, b) => a + b, 0) / E;
    mean += share;
    if (E > 1) variance += shares.reduce((sum, x) => sum + (x - share) ** 2, 0) / (E * (E - 1));
  }
  return { mean, standardError: Math.sqrt(variance), episodes: E };
}
