/** What the assessment saw of one component of observations. */
export interface ObservedRange {
  readonly minimum: number;
  readonly maximum: number;
}

/** Counts, for one policy, how often each component of observations lies outside what the assessment saw. */
export interface ObservationWatch {
  /** @param observations - [B, d] */
  see(observations: Float32Array): void;
  /** [d]: shares of recent observations, from 0 to 1; empty before the first. */
  shares(): number[];
  /** Numbers of the components, from 0, whose share is above the limit now. */
  excessive(): number[];
}

/** Counts are halved at so many observations, so that the latest ones make up most of them. */
const HALVING = 2 ** 16;

/** Observations before there is an alarm; of fewer, a share says little. */
const LEAST = 1000;

/** @param limit - share above which a component is excessive */
export function createObservationWatch(ranges: readonly ObservedRange[], limit: number): ObservationWatch {
  const size = ranges.length;
  // In the precision of observations, so that the assessment's own extremes are within.
  const low = Float32Array.from(ranges, ({ minimum }) => minimum);
  const high = Float32Array.from(ranges, ({ maximum }) => maximum);
  const outside = new Float64Array(size);
  let rows = 0;
  const share = (count: number) => count / rows;
  return {
    see(observations) {
      for (let i = 0; i < observations.length; i += size) {
        for (let c = 0; c < size; c++) {
          const value = observations[i + c];
          if (value < low[c] || value > high[c]) outside[c]++;
        }
      }
      rows += observations.length / size;
      if (rows < HALVING) return;
      rows /= 2;
      for (let c = 0; c < size; c++) outside[c] /= 2;
    },
    shares: () => (rows === 0 ? [] : Array.from(outside, share)),
    excessive() {
      if (rows < LEAST) return [];
      return [...outside.keys()].filter((c) => share(outside[c]) > limit);
    },
  };
}
