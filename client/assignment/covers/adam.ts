const LEARNING_RATE = 0.01;
const MEAN_DECAY = 0.9;
const VARIANCE_DECAY = 0.999;
const EPSILON = 1e-8;

/** Trained values, and their gradient, which the caller fills in before each step. */
export interface Trained {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  /** Updates the values; `count` is the step's number, from 1. */
  step(count: number): void;
}

/**
 * Adam on plain arrays. A cover's gradient is a few subtractions, which tensors would only slow down.
 * Kingma and Ba 2015, algorithm 1.
 * @param values - initial values; changed
 */
export function adam(values: Float64Array): Trained {
  const gradient = new Float64Array(values.length);
  const mean = new Float64Array(values.length);
  const variance = new Float64Array(values.length);
  const step = (count: number) => {
    const rate = (LEARNING_RATE * Math.sqrt(1 - VARIANCE_DECAY ** count)) / (1 - MEAN_DECAY ** count);
    for (let c = 0; c < values.length; c++) {
      mean[c] = MEAN_DECAY * mean[c] + (1 - MEAN_DECAY) * gradient[c];
      variance[c] = VARIANCE_DECAY * variance[c] + (1 - VARIANCE_DECAY) * gradient[c] ** 2;
      values[c] -= (rate * mean[c]) / (Math.sqrt(variance[c]) + EPSILON);
    }
  };
  return { values, gradient, step };
}
