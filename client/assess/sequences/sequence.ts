/**
 * A confidence sequence: an interval for the mean of independent observations that holds at every number of them at
 * once, so that one may look after each and stop when it says enough.
 */
export interface ConfidenceSequence {
  add(observation: number): void;
  /** The observations' mean, and the ends of the interval; infinite ends say nothing yet. */
  interval(): { readonly mean: number; readonly lower: number; readonly upper: number };
}
