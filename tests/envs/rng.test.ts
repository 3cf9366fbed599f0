import fc from "fast-check";
import { expect, test } from "vitest";
import { createRng, permutation, type Rng } from "../../envs/index.js";

const COUNT = 20_000;
const draw = (rng: Rng, count = 5) => Array.from({ length: count }, () => rng.uniform());
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const seeds = fc.maxSafeNat();

// These numbers are what "the same seed gives the same run" means from one version to the next.
test("a seed gives these numbers", () => {
  expect(draw(createRng(0), 3)).toEqual([0.39626332200296654, 0.8933725730934087, 0.14331182767601203]);
  expect(draw(createRng(2 ** 53 - 1, "agents"), 2)).toEqual([0.48996733191098574, 0.9057234426303824]);
  expect(Array.from(permutation(8, createRng(1)))).toEqual([7, 2, 3, 5, 0, 6, 4, 1]);
});

test("streams of other seeds or names are others", () => {
  fc.assert(
    fc.property(seeds, seeds, (a, b) => {
      expect(draw(createRng(a))).toEqual(draw(createRng(a)));
      if (a !== b) expect(draw(createRng(a))).not.toEqual(draw(createRng(b)));
      expect(draw(createRng(a, "actions"))).not.toEqual(draw(createRng(a, "agents")));
    }),
  );
});

test("a stream goes on from a state that was kept", () => {
  fc.assert(
    fc.property(seeds, fc.nat(50), (seed, skipped) => {
      const rng = createRng(seed);
      draw(rng, skipped);
      rng.normal();
      const state = rng.getState();
      expect(state.every((x) => x === (x | 0))).toBe(true);
      const next = [rng.normal(), rng.integer(10), rng.uniform()];
      const other = createRng(0, "other");
      other.setState(state);
      expect([other.normal(), other.integer(10), other.uniform()]).toEqual(next);
      rng.setState(state);
      expect(rng.normal()).toBe(next[0]);
    }),
  );
});

// Bounds are five standard errors.
test("uniform numbers are uniform in [0, 1)", () => {
  const values = draw(createRng(4), COUNT);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(Math.abs(mean(values) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / COUNT));
  expect(Math.abs(mean(values.map((x) => x * x)) - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / COUNT));
});

test("normal numbers have the moments of N(0, 1) and do not depend on the one before", () => {
  const rng = createRng(5);
  const values = Array.from({ length: COUNT }, () => rng.normal());
  const moments = [1, 2, 3, 4].map((power) => mean(values.map((x) => x ** power)));
  const variances = [1, 2, 15, 96];
  [0, 1, 0, 3].forEach((moment, i) => {
    expect(Math.abs(moments[i] - moment)).toBeLessThan(5 * Math.sqrt(variances[i] / COUNT));
  });
  const products = values.slice(1).map((x, i) => x * values[i]);
  expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(COUNT));
});

test("integers are equally likely", () => {
  const rng = createRng(6);
  const counts = new Array(7).fill(0);
  for (let i = 0; i < COUNT; i++) counts[rng.integer(7)]++;
  const standardError = Math.sqrt((COUNT * 6) / 49);
  for (const count of counts) expect(Math.abs(count - COUNT / 7)).toBeLessThan(5 * standardError);
});

test("a permutation has every number once, and all are equally likely", () => {
  fc.assert(
    fc.property(fc.nat(40), seeds, (length, seed) => {
      const sorted = permutation(length, createRng(seed)).sort();
      expect([...sorted]).toEqual(Array.from({ length }, (_, i) => i));
    }),
  );
  const rng = createRng(7);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = permutation(3, rng).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values())
    expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(6000 * (5 / 36)));
});
