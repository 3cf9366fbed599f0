import type { MetricsRow, Summary } from "../records/records.js";

/** The latest welfare of a run, on the environment's report scale. */
export interface LatestWelfare {
  /** Null until every representative has finished an episode. */
  readonly welfare: number | null;
  /** Standard error of an evaluation; null if the welfare is from training, with no evaluation since. */
  readonly welfareStandardError: number | null;
}

/** Whether the evaluation is of the latest state of training, rather than of an earlier one. */
export function isEvaluated(summary: Summary | undefined, row: MetricsRow | undefined): summary is Summary {
  return summary !== undefined && summary.transitions >= (row?.transitions ?? 0);
}

/**
 * The welfare of the evaluation or, if training went on after it, of training.
 * @param row - the run's last row
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
