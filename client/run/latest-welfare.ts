import type { MetricsRow, Summary } from "../records/records.js";

/** What a run has come to so far, on the environment's report scale. */
export interface LatestWelfare {
  /** Null until every representative has finished an episode. */
  readonly welfare: number | null;
  /** Of an evaluation; null of what training says, where nothing was evaluated since. */
  readonly welfareStandardError: number | null;
}

/** Whether the evaluation is of what training came to, rather than of something before it. */
export function isEvaluated(summary: Summary | undefined, row: MetricsRow | undefined): summary is Summary {
  return summary !== undefined && summary.transitions >= (row?.transitions ?? 0);
}

/**
 * Of what is newer: the evaluation, or the training after it.
 * @param row - the run's last
 */
export function latestWelfare(summary: Summary | undefined, row: MetricsRow | undefined): LatestWelfare {
  if (!isEvaluated(summary, row)) {
    // Rows may be damaged.
    const welfare: unknown = row?.welfare;
    return { welfare: typeof welfare === "number" ? welfare : null, welfareStandardError: null };
  }
  const { mean, standardError } = summary.welfare;
  return { welfare: mean, welfareStandardError: standardError };
}
