// How agents' parameters are drawn.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  antDirection,
  configureEnv,
  createRng,
  halfCheetahVelocity,
  type Rng,
  resolveAgents,
} from "../../envs/index.js";
import { drawParameter, drawUniform } from "../../envs/mujoco/distribution.js";

/** An Rng whose uniform numbers are given. */
function scripted(...uniforms: number[]): Rng {
  const next = () => {
    const x = uniforms.shift();
    if (x === undefined) throw new Error("one number too many was drawn");
    return x;
  };
  return { ...createRng(0), uniform: next, integer: (n) => Math.floor(next() * n) };
}

const truncated = (low: number, high: number, mixture_components: number, mixture_deviation: number) => {
  const range = { low, high, circular: false };
  return (rng: Rng) => drawParameter(range, { mixture_components, mixture_deviation }, rng);
};

/** Quantile u of the only component's distribution. */
const quantile = (u: number, low: number, high: number, deviation: number) =>
  truncated(low, high, 1, deviation)(scripted(0, u));

/** Uniform numbers, the ends of what an Rng gives among them. */
const uniform = fc.oneof(
  fc.constantFrom(0, Number.MIN_VALUE, 2 ** -53, 0.5, 1 - 2 ** -53),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
);
const deviations = fc.oneof(
  fc.constantFrom(0, Number.MIN_VALUE, 1e-300, 1e-12, 0.1, 10),
  fc.double({ min: 0, max: 10, noNaN: true }),
);
const components = fc.oneof(fc.constantFrom(1, 2, 1000), fc.integer({ min: 1, max: 1000 }));
const velocity = fc.oneof(fc.constantFrom(0, 0.1, 1, 100), fc.double({ min: 0, max: 100, noNaN: true }));
const width = fc.oneof(
  fc.constantFrom(0, Number.MIN_VALUE, 1e-300, 1e-15, 1e-12, 1e-4, 100),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

describe("a normal distribution that is cut off", () => {
  it("has values within the range, of two uniform numbers, whatever the range and the options", () => {
    fc.assert(
      fc.property(velocity, width, components, deviations, uniform, uniform, (low, w, c, s, u, v) => {
        const value = truncated(low, low + w, c, s)(scripted(u, v));
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(low + w);
      }),
      { numRuns: 5000 },
    );
  });

  it("grows with the uniform number", () => {
    fc.assert(
      fc.property(velocity, width, deviations, uniform, uniform, (low, w, s, u, v) => {
        const [a, b] = [Math.min(u, v), Math.max(u, v)].map((x) => quantile(x, low, low + w, s));
        // erf⁻¹ is right to some 10⁻¹⁵ only.
        expect(b - a).toBeGreaterThanOrEqual(-1e-12 * (low + w));
      }),
    );
  });

  // By Python's statistics.NormalDist: μ + σ Φ⁻¹(Φ(a) + u (Φ(b) − Φ(a))).
  it.each([
    [0.1, 2, 1, 1.25098540103043],
    [0.25, 2, 1, 1.5582294533134187],
    [0.5, 2, 1, 2],
    [0.9, 2, 1, 2.7490145989695702],
    [0.1, 2, 0.1, 1.87184484344554],
    [0.9, 1, 0.25, 1.7960081166734763],
    [0.001, 2, 0.3, 1.1051651018586899],
  ])("has the known quantile %d over a width of %d with deviation %d", (u, w, s, expected) => {
    expect(quantile(u, 1, 1 + w, s)).toBeCloseTo(expected, 12);
  });

  it("is uniform where the deviation is far beyond the range, to the last digits", () => {
    for (const u of [0, 0.1, 0.25, 0.5, 0.75, 0.9]) {
      for (const w of [1e-300, 1e-12, 1e-4]) expect(quantile(u, 0, w, 10) / w).toBeCloseTo(u, 10);
    }
  });

  it("is normal where the range is far beyond the deviation", () => {
    for (const s of [1e-300, 1e-12, 1e-3]) {
      // About 0, where there are numbers enough: the centre of −50 … 50.
      const of = (u: number) => quantile(u, -50, 50, s) / s;
      expect(of(0.975)).toBeCloseTo(1.959963984540054, 12);
      expect(of(0.025)).toBeCloseTo(-1.959963984540054, 12);
      expect(Math.abs(of(0))).toBeLessThan(8.3);
    }
  });

  it("is its centre where there is no deviation, or no range", () => {
    expect(truncated(1, 3, 4, 0)(scripted(0.5, 0.9))).toBe(2.25);
    expect(truncated(1, 1, 1, 0.1)(scripted(0, 0.9))).toBe(1);
    expect(truncated(1, 1, 1, 0)(scripted(0, 0.9))).toBe(1);
  });

  it("has the mean and the variance of one that is cut off", () => {
    const [n, rng, draw] = [20_000, createRng(5), truncated(0, 2, 1, 1)];
    const values = Array.from({ length: n }, () => draw(rng));
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    // Johnson, Kotz and Balakrishnan 1994, section 10.1: 1 − 2φ(1)/(2Φ(1) − 1) at ±1 deviation.
    const expected = 0.2911250948;
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(expected / n));
    expect(Math.abs(variance - expected)).toBeLessThan(5 * Math.sqrt(2 / n) * expected);
  });
});

describe("a circle", () => {
  const FULL = 2 * Math.PI;

  it("has values from its start up to but not at its end", () => {
    fc.assert(
      fc.property(components, deviations, fc.maxSafeNat(), (mixture_components, mixture_deviation, seed) => {
        const options = { mixture_components, mixture_deviation };
        const value = drawParameter({ low: 0, high: FULL, circular: true }, options, createRng(seed));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(FULL);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["just before its start", -(2 ** -51), 0],
    ["just beyond its end", FULL + 1e-15, 0],
    ["once around", FULL + 1, 1],
    ["once around backwards", 1 - FULL, 1],
  ])("a value %s is on it", (_, value, expected) => {
    const rng = { ...scripted(0), normal: () => value - Math.PI };
    const options = { mixture_components: 1, mixture_deviation: 1 };
    const drawn = drawParameter({ low: 0, high: FULL, circular: true }, options, rng);
    expect(drawn).toBeCloseTo(expected, 12);
    expect(drawn).toBeLessThan(FULL);
  });
});

it("a uniform parameter is not rounded beyond its range", () => {
  fc.assert(
    fc.property(velocity, width, uniform, (low, w, u) => {
      const value = drawUniform({ low, high: low + w }, scripted(u));
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(low + w);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  { min_target_velocity: 1, max_target_velocity: 1, mixture_components: 1 },
  { min_target_velocity: 1, max_target_velocity: 1 + 1e-12, mixture_components: 1 },
  { min_target_velocity: 1, max_target_velocity: 1.0001, mixture_components: 1000, mixture_deviation: 10 },
  { min_target_velocity: 0, max_target_velocity: 100, mixture_components: 1000, mixture_deviation: 1e-300 },
])("10,000 agents of %j are sampled", (options) => {
  const kind = configureEnv(halfCheetahVelocity, options);
  const parameters = resolveAgents(kind, { count: 10_000, seed: 0 });
  expect(resolveAgents(kind, { parameters })).toHaveLength(10_000);
});

it("10,000 directions of the largest deviation are sampled", () => {
  const kind = configureEnv(antDirection, { mixture_components: 1000, mixture_deviation: 10 });
  const parameters = resolveAgents(kind, { count: 10_000, seed: 0 });
  expect(resolveAgents(kind, { parameters })).toHaveLength(10_000);
});
