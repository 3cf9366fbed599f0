/** A mean over runs, or over agents. */
export interface SampleMean {
  readonly mean: number;
  /** Null for a single value. */
  readonly standardError: number | null;
}

/** Mean and standard error s / √m, with the unbiased variance s². */
export function sampleMean(values: readonly number[]): SampleMean {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (values.length < 2) return { mean, standardError: null };
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) };
}
