/** How far an evaluation has come. */
export interface EvaluationProgress {
  /** What is evaluated. */
  readonly name: string;
  /** Share of it that is done, as far as that is known: between 0 and 1. */
  readonly share: number;
}

/** Who is told of it, after every step. */
export type EvaluationObserver = (progress: EvaluationProgress) => void;
