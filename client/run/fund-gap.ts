import type { Assignment } from "../ops/assignment.js";
import type { FundGap, Trajectories } from "../records/records.js";
import { bestFunds } from "../theory/best-funds.js";

/** The investors of a run, and the scale on which its returns are reported. */
export interface Investors {
  /** γ, [n]. */
  readonly aversions: readonly number[];
  /** The fund of each, [n]. */
  readonly assignment: Assignment;
  /** The factor from a gain a step to a reported return. */
  readonly scale: number;
}

/**
 * Compares the funds of a run with the best that are possible, by their expected gains instead of the gains of a few
 * episodes, since returns are noisy. A fund's expected gain is taken over the states of its trajectory, as a share of what
 * these states offer, so that it does not depend on which of them the episode happened to see.
 * @returns undefined if the environment does not report what is expected
 */
export function fundGap(
  trajectories: Trajectories,
  { aversions, assignment, scale }: Investors,
): FundGap | undefined {
  if (!trajectories.every((trajectory) => trajectory.mean_opportunity?.length > 0)) return undefined;
  const offered = scale * trajectories[0].mean_opportunity[0][0];
  const funds = trajectories.map((trajectory) => {
    const of = (name: string) => sumOf(trajectory[name]) / sumOf(trajectory.opportunity);
    return { gain: of("expected_return"), square: of("expected_square") };
  });
  const worth = aversions.map((gamma, i) => {
    const { gain, square } = funds[assignment[i]];
    return gain - (gamma / 2) * square;
  });
  const single = offered * bestFunds(aversions, 1).gain;
  const best = offered * bestFunds(aversions, trajectories.length).gain;
  const expected = (offered * worth.reduce((a, b) => a + b, 0)) / aversions.length;
  return { single, best, expected, closed: best > single ? (expected - single) / (best - single) : null };
}

function sumOf(steps: readonly (readonly number[])[]): number {
  return steps.reduce((sum, [value]) => sum + value, 0);
}
