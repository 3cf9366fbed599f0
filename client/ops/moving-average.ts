/**
 * An exponential moving average after some more values, x̄ ← βx̄ + (1 − β)x for each.
 * @param average - x̄ before them
 * @param decay - β
 */
export function movingAverage(average: number, values: ArrayLike<number>, decay: number): number {
  return Array.from(values).reduce((sum, x) => decay * sum + (1 - decay) * x, average);
}
