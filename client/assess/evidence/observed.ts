import type { DossierPolicy } from "../../../approval/index.js";
import type { PlayedStep } from "../../learner/play/steps.js";

type Observed = DossierPolicy["observations"][number];

/** What each policy sees while it acts, summed up. */
export interface ObservationRecord {
  /** Takes a step in whose environments that have not ended the policies acted. */
  add(step: PlayedStep, ended: ReadonlySet<number>): void;
  /** [k, d]. */
  result(): Observed[][];
}

interface Sums {
  count: number;
  mean: number;
  squares: number;
  minimum: number;
  maximum: number;
}

/**
 * @param k - number of policies; environment j · E + e belongs to policy j
 * @param d - size of an observation
 */
export function recordObservations(k: number, d: number): ObservationRecord {
  const sums: Sums[] = Array.from({ length: k * d }, () => ({
    ...{ count: 0, mean: 0, squares: 0 },
    ...{ minimum: Number.POSITIVE_INFINITY, maximum: Number.NEGATIVE_INFINITY },
  }));
  return {
    add({ observations }, ended) {
      const N = observations.length / d;
      for (let row = 0; row < N; row++) {
        if (ended.has(row)) continue;
        const first = Math.floor((row * k) / N) * d;
        for (let c = 0; c < d; c++) addTo(sums[first + c], observations[row * d + c]);
      }
    },
    result: () => Array.from({ length: k }, (_, j) => sums.slice(j * d, (j + 1) * d).map(summed)),
  };
}

/** Welford 1962. */
function addTo(sums: Sums, x: number): void {
  const change = x - sums.mean;
  sums.mean += change / ++sums.count;
  sums.squares += change * (x - sums.mean);
  sums.minimum = Math.min(sums.minimum, x);
  sums.maximum = Math.max(sums.maximum, x);
}

function summed({ count, mean, squares, minimum, maximum }: Sums): Observed {
  return { minimum, maximum, mean, deviation: Math.sqrt(squares / count) };
}
