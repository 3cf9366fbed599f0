/** Progress of an evaluation. */
export interface EvaluationProgress {
  /** Name of the evaluation. */
  readonly name: string;
  /** Estimated share of it that is done, between 0 and 1. */
  readonly share: number;
}

/** A function that is called with the progress after every step. */
export type EvaluationObserver = (progress: EvaluationProgress) => void;
