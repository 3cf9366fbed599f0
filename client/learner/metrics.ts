import { assignedValues } from "../ops/agent-values.js";
import { type Assignment, clusterSizes } from "../ops/assignment.js";
import { type OutsideOptions, participants, withOutsideOptions } from "../ops/outside-options.js";
import type { UtilityAverage } from "../ops/utility-average.js";
import type { MetricsRow } from "../records/records.js";
import type { CollectSeconds } from "./play/collect.js";
import type { EpisodeSummary } from "./rollout/episodes.js";
import type { RateValues, UpdateMetrics } from "./update/update.js";

/** The results of one iteration. */
export interface IterationResult {
  readonly iteration: number;
  /** Environment steps of each representative so far. */
  readonly transitions: number;
  /** Environment steps of all representatives in this iteration. */
  readonly steps: number;
  readonly episodes: EpisodeSummary;
  readonly utilities: UtilityAverage;
  readonly before: Assignment;
  readonly assignment: Assignment;
  /** [n], on the report scale. */
  readonly outsideOptions: OutsideOptions;
  readonly exchanges: number;
  readonly losses: UpdateMetrics & { readonly explainedVariance: number };
  readonly rates: RateValues;
  readonly seconds: CollectSeconds & { readonly updating: number; readonly total: number };
}

/**
 * @param scale - the environment's report scale
 * @throws Error if training has diverged
 */
export function metricsRow(result: IterationResult, scale: number): MetricsRow {
  const { episodes, assignment, before, losses, rates, seconds } = result;
  checkFinite(result);
  const k = episodes.counts.length;
  return {
    iteration: result.iteration,
    transitions: result.transitions,
    ...welfareOf(result, scale),
    episodeReturns: ownReturns(episodes, assignment).map((value) => (value === null ? null : scale * value)),
    episodeLengths: episodes.lengths.map((length, j) => (episodes.counts[j] > 0 ? length : null)),
    episodes: episodes.counts,
    assignment: [...assignment],
    flips: assignment.reduce((flips, j, i) => flips + (j === before[i] ? 0 : 1), 0),
    exchanges: result.exchanges,
    clusterSizes: clusterSizes(assignment, k),
    policy_loss: losses.policyLoss,
    value_loss: losses.valueLoss,
    entropy: losses.entropy,
    approx_kl: losses.approxKl,
    clipfrac: losses.clipfrac,
    explained_variance: losses.explainedVariance,
    learning_rate: rates.learningRate,
    entropyCoefficient: rates.entropyCoefficient,
    transitionsPerSecond: result.steps / seconds.total,
    seconds,
  };
}

/** Welfare and its parts; all null until every representative has finished an episode. */
function welfareOf(
  { utilities, assignment, outsideOptions }: IterationResult,
  scale: number,
): Pick<MetricsRow, "welfare" | "worstAgent" | "participation"> {
  if (!utilities.known.every(Boolean)) return { welfare: null, worstAgent: null, participation: null };
  const n = assignment.length;
  const options = outsideOptions.map((option) => option / scale);
  const values = assignedValues(utilities.utilities, assignment);
  const having = withOutsideOptions(values, options);
  return {
    welfare: scale * (having.reduce((sum, value) => sum + value, 0) / n),
    worstAgent: scale * Math.min(...having),
    participation: participants(values, options).filter(Boolean).length / n,
  };
}

function checkFinite({ iteration, losses }: IterationResult): void {
  const diverged = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
  if (diverged === undefined) return;
  const [name, value] = diverged;
  throw new Error(
    `iteration ${iteration}: training diverged, ${name} is ${value}: try a smaller learningRate`,
  );
}

/** Each representative's mean return over its agents, [k]. */
function ownReturns({ counts, returns }: EpisodeSummary, assignment: Assignment): (number | null)[] {
  const k = counts.length;
  const n = assignment.length;
  const sizes = clusterSizes(assignment, k);
  return counts.map((count, j) => {
    if (count === 0 || sizes[j] === 0) return null;
    return assignment.reduce((sum, own, i) => sum + (own === j ? returns[j * n + i] : 0), 0) / sizes[j];
  });
}
