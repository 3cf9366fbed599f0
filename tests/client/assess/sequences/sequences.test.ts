// Confidence sequences: their right values, and how often they are wrong if one looks after every observation.
import { describe, expect, it } from "vitest";
import { asymptoticSequence } from "../../../../client/assess/sequences/asymptotic.js";
import { binomialSequence } from "../../../../client/assess/sequences/binomial.js";
import { boundedSequence } from "../../../../client/assess/sequences/bounded.js";
import type { ConfidenceSequence } from "../../../../client/assess/sequences/sequence.js";
import { createRng, type Rng } from "../../../../envs/rng.js";

function intervalAfter(sequence: ConfidenceSequence, observations: readonly number[]) {
  for (const x of observations) sequence.add(x);
  return sequence.interval();
}

describe("asymptoticSequence", () => {
  it("says nothing before the twentieth observation", () => {
    const interval = intervalAfter(asymptoticSequence(0.05), new Array(19).fill(3));
    expect(interval).toEqual({ mean: 3, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
  });

  it("has the width of theorem 2.2", () => {
    // Of 100 observations of ±1: mean 0, σ̂² = 100/99; ρ² = (5.991465 + log 6.991465) / 100 = 0.07936157.
    const { mean, upper } = intervalAfter(
      asymptoticSequence(0.05),
      Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1)),
    );
    expect(mean).toBeCloseTo(0, 12);
    const scale = 8.936157;
    const right = Math.sqrt((100 / 99) * ((2 * scale) / 793.6157) * Math.log(Math.sqrt(scale) / 0.05));
    expect(upper).toBeCloseTo(right, 6);
    // Of a size that one expects: 1.96 / √100 = 0.196 for a single look.
    expect(upper).toBeCloseTo(0.3049, 3);
  });
});

describe("boundedSequence", () => {
  it("begins with the bounds", () => {
    expect(boundedSequence(0.05, -1, 3).interval()).toEqual({ mean: 1, lower: -1, upper: 3 });
  });

  it("has the width of theorem 2 after one observation", () => {
    // λ = ½, since √(2 log 40 / (¼ log 2)) is larger; half-width (log 40 + ¼ (log 2 − ½)) / ½ is above 1.
    expect(intervalAfter(boundedSequence(0.05, 0, 1), [1])).toEqual({ mean: 1, lower: 0, upper: 1 });
  });

  it("narrows in proportion to 1/t where nothing varies, on any scale", () => {
    const of = (t: number) => intervalAfter(boundedSequence(0.05, 0, 100), new Array(t).fill(50));
    // All λ = ½: half-width log 40 / (t/2), as the estimate is ½ from the beginning.
    expect(of(200).upper - 50).toBeCloseTo(100 * (Math.log(40) / 100), 9);
    expect(50 - of(400).lower).toBeCloseTo(100 * (Math.log(40) / 200), 9);
  });
});

describe("binomialSequence", () => {
  it("begins with all shares", () => {
    expect(binomialSequence(0.05).interval()).toEqual({ mean: 0.5, lower: 0, upper: 1 });
  });

  it("has its end where the mixture likelihood ratio is 1/α", () => {
    // No ones in two: B(½, 2½) / B(½, ½) = 3/8, so (1 − p)² = 3/8 · 0.05.
    const { mean, lower, upper } = intervalAfter(binomialSequence(0.05), [0, 0]);
    expect([mean, lower]).toEqual([0, 0]);
    expect(upper).toBeCloseTo(1 - Math.sqrt(0.375 * 0.05), 9);
  });

  it("is the same seen from the other side", () => {
    const zeros = intervalAfter(binomialSequence(0.1), [0, 0, 0, 1]);
    const ones = intervalAfter(binomialSequence(0.1), [1, 1, 1, 0]);
    expect(ones.lower).toBeCloseTo(1 - zeros.upper, 9);
    expect(ones.upper).toBeCloseTo(1 - zeros.lower, 9);
  });
});

describe("looking after every observation", () => {
  const TRIALS = 400;
  const LOOKS = 400;
  const ERROR = 0.1;
  /** A share of trials that is above the stated error by more than chance allows (three standard errors). */
  const MOST = ERROR + 3 * Math.sqrt((ERROR * (1 - ERROR)) / TRIALS);
  /** Share of trials in which the truth was outside at any look. */
  function everWrong(create: () => ConfidenceSequence, draw: (rng: Rng) => number, truth: number): number {
    const rng = createRng(17);
    let wrong = 0;
    for (let trial = 0; trial < TRIALS; trial++) {
      const sequence = create();
      for (let t = 0; t < LOOKS; t++) {
        sequence.add(draw(rng));
        const { lower, upper } = sequence.interval();
        if (truth >= lower && truth <= upper) continue;
        wrong++;
        break;
      }
    }
    return wrong / TRIALS;
  }

  it.each<[string, () => ConfidenceSequence, (rng: Rng) => number, number]>([
    ["binomial, a rare fall", () => binomialSequence(ERROR), (rng) => Number(rng.uniform() < 0.03), 0.03],
    ["binomial, a coin", () => binomialSequence(ERROR), (rng) => Number(rng.uniform() < 0.5), 0.5],
    ["bounded, skewed", () => boundedSequence(ERROR, 0, 1), (rng) => rng.uniform() ** 4, 0.2],
    [
      "bounded, all or nothing",
      () => boundedSequence(ERROR, 0, 9),
      (rng) => 9 * Number(rng.uniform() < 0.9),
      8.1,
    ],
    ["asymptotic, normal", () => asymptoticSequence(ERROR), (rng) => 70 + 5 * rng.normal(), 70],
    ["asymptotic, exponential", () => asymptoticSequence(ERROR), (rng) => -Math.log(1 - rng.uniform()), 1],
  ])("is wrong ever no more often than stated: %s", (_, create, draw, truth) => {
    expect(everWrong(create, draw, truth)).toBeLessThanOrEqual(MOST);
  });

  it("is wrong more often with intervals for a single look", () => {
    const single = (): ConfidenceSequence => {
      let [t, sum] = [0, 0];
      return {
        add(x) {
          sum += x;
          t++;
        },
        interval: () => ({
          mean: sum / t,
          lower: t < 20 ? -1e9 : sum / t - 1.645 / Math.sqrt(t),
          upper: t < 20 ? 1e9 : sum / t + 1.645 / Math.sqrt(t),
        }),
      };
    };
    expect(everWrong(single, (rng) => rng.normal(), 0)).toBeGreaterThan(MOST);
  });
});
