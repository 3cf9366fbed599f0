import erf from "@stdlib/math-base-special-erf";

/** Tests, return by return, whether a policy's returns are lower than promised. */
export interface ReturnTest {
  /** Takes the next shortfall: (promised − return) / deviation. */
  add(shortfall: number): void;
  /** Number of returns. */
  readonly count: number;
  /** The largest value of the process so far; 1 at the start. */
  readonly evidence: number;
  /** Whether the evidence reached 1/α. It stays so. */
  readonly alarmed: boolean;
}

/** Sets for how many returns the test is at its best; of any other number it is not much worse. */
const MIXTURE = 5;

/**
 * A single return counts for so much at most; lower returns would only be stronger evidence. At the other end there is a
 * bound only to keep numbers finite.
 */
const [MOST_SHORTFALL, LEAST_SHORTFALL] = [10, -1e6];

/** Keeps the evidence finite. */
const MOST_LOG = 700;

/**
 * A one-sided normal mixture. If shortfalls have a mean of at most 0, given those before, and are no more spread than a
 * standard normal number (1-sub-Gaussian), then
 *   M = 2 √(ρ / (n + ρ)) · exp(S² / 2(n + ρ)) · Φ(S / √(n + ρ)),  S the sum of n shortfalls,
 * is a supermartingale that starts at 1, being the average of exp(λS − λ²n/2) over λ > 0 (Robbins 1970; Howard, Ramdas,
 * McAuliffe & Sekhon 2021, section 3.2). So it ever reaches 1/α with a probability of at most α (Ville 1939), however
 * often one looks.
 * @param rate - α
 */
export function createReturnTest(rate: number): ReturnTest {
  let count = 0;
  let sum = 0;
  let most = 0;
  return {
    get count() {
      return count;
    },
    get evidence() {
      return Math.exp(most);
    },
    get alarmed() {
      return most >= -Math.log(rate);
    },
    add(shortfall) {
      count++;
      sum += Math.min(Math.max(shortfall, LEAST_SHORTFALL), MOST_SHORTFALL);
      most = Math.min(Math.max(most, logMixture(sum, count)), MOST_LOG);
    },
  };
}

/** log M. */
function logMixture(sum: number, count: number): number {
  const variance = count + MIXTURE;
  const below = (1 + erf(sum / Math.sqrt(2 * variance))) / 2;
  return Math.log(2) + Math.log(MIXTURE / variance) / 2 + sum ** 2 / (2 * variance) + Math.log(below);
}
