/** Number of iterations of a run: as many whole batches as are needed for all transitions. */
export function numIterations({ transitions, batchSize }: RunLength): number {
  return Math.ceil(transitions / batchSize);
}

/** Length of a run. */
export interface RunLength {
  /** Environment steps of each representative. */
  readonly transitions: number;
  /** M, the environment steps of each representative in an iteration. */
  readonly batchSize: number;
}
