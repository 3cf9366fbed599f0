/** Iterations of a run: whole batches, enough for all transitions. */
export function numIterations({ transitions, batchSize }: RunLength): number {
  return Math.ceil(transitions / batchSize);
}

/** How long a run is. */
export interface RunLength {
  /** Environment steps of each representative. */
  readonly transitions: number;
  /** M, those of an iteration. */
  readonly batchSize: number;
}
