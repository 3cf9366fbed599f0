/** The quantity that grows. */
export type Sweep = "n" | "k" | "N";

/** A point on a curve. */
export interface GrowthPoint {
  readonly sweep: Sweep;
  /** Representatives. */
  readonly k: number;
  /** Agents. */
  readonly n: number;
  /** Environments of each representative; N = k · B. */
  readonly B: number;
}
