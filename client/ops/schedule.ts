/** A quantity that goes from one value to another over a run. */
export interface Schedule {
  readonly start: number;
  readonly end: number;
}

/**
 * Geometric interpolation, start · (end/start)^progress.
 * @param progress - share of the run that is done, 0 … 1
 */
export function scheduleValue({ start, end }: Schedule, progress: number): number {
  return start === 0 ? 0 : start * (end / start) ** progress;
}
