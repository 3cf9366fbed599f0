import jStat from "jstat";

/** What an agent can expect of a policy, on the environment's report scale. */
export interface Expectation {
  /** Of an episode's return. */
  readonly mean: number;
  /** The 95 % interval of the agent's mean return. */
  readonly lower: number;
  readonly upper: number;
  /** Standard deviation of the return over the agent's episodes. */
  readonly episodeDeviation: number;
}

/** The 97.5 % quantile of the standard normal distribution. */
export const NORMAL_975 = 1.959964;

/** Returns of some agents with one policy. */
export interface WeightedReturns {
  readonly returns: readonly number[];
  /** Not negative, with a positive sum. */
  readonly weights: readonly number[];
  /** Standard deviation of a return over episodes, on average over the agents. */
  readonly episodeDeviation: number;
}

/**
 * What another agent, taken to be like these, can expect: the weighted mean, and the prediction interval of a normal
 * sample, mean ± t · s · √(1 + 1/n) (Hahn & Meeker 1991, section 4.8), with Kish's effective size n = (Σw)² / Σw².
 */
export function predicted({ returns, weights, episodeDeviation }: WeightedReturns): Expectation {
  const total = sum(weights);
  const mean = sum(returns.map((value, i) => weights[i] * value)) / total;
  const size = total ** 2 / sum(weights.map((weight) => weight ** 2));
  if (returns.length < 2) {
    const half = NORMAL_975 * episodeDeviation;
    return { mean, lower: mean - half, upper: mean + half, episodeDeviation };
  }
  const squares = sum(returns.map((value, i) => weights[i] * (value - mean) ** 2)) / total;
  const deviation = Math.sqrt((squares * returns.length) / (returns.length - 1));
  const half = student975(returns.length - 1) * deviation * Math.sqrt(1 + 1 / size);
  return { mean, lower: mean - half, upper: mean + half, episodeDeviation };
}

/**
 * What an agent can expect after trial episodes: the normal prior and the normal likelihood give a normal posterior, with
 * the precisions added (Gelman et al. 2013, equation 2.12).
 * @param trials - returns of the agent's own episodes
 */
export function afterTrials(prior: Expectation, trials: readonly number[]): Expectation {
  if (trials.length === 0) return prior;
  const own = sum(trials) / trials.length;
  const spread = sampleDeviation(trials);
  const episodeDeviation = Math.max(prior.episodeDeviation, spread);
  // However alike others are, this agent may differ from them by as much as its episodes do.
  const priorDeviation = Math.max((prior.upper - prior.lower) / (2 * NORMAL_975), episodeDeviation);
  const [before, seen] = [precision(priorDeviation), precision(episodeDeviation / Math.sqrt(trials.length))];
  const mean = (before * prior.mean + seen * own) / (before + seen);
  const half = NORMAL_975 / Math.sqrt(before + seen);
  return { mean, lower: mean - half, upper: mean + half, episodeDeviation };
}

/** 1/σ², at most so large that certain numbers can still be averaged. */
function precision(deviation: number): number {
  return 1 / Math.max(deviation ** 2, 1e-18);
}

function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1));
}

/** The 97.5 % quantile of Student's t distribution (Student 1908). */
export function student975(degrees: number): number {
  return jStat.studentt.inv(0.975, degrees);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
