import { expect, it } from "vitest";
import { createObservationWatch } from "../../../policies/watching/observation-watch.js";

const RANGES = [
  { minimum: -1, maximum: 1 },
  { minimum: 0, maximum: 0.1 },
];

it("counts, for each component, the share outside what the assessment saw", () => {
  const watch = createObservationWatch(RANGES, 0.05);
  expect(watch.shares()).toEqual([]);
  // 0.1 as a float is more than 0.1; it is what the assessment saw.
  watch.see(Float32Array.of(0, 0.1, 2, 0, -1, -0.5, 1, 0.2));
  expect(watch.shares()).toEqual([0.25, 0.5]);
  expect(watch.excessive()).toEqual([]);
});

it("finds components excessive only after enough observations", () => {
  const watch = createObservationWatch(RANGES, 0.05);
  for (let i = 0; i < 999; i++) watch.see(Float32Array.of(i % 10 === 0 ? 2 : 0, 0));
  expect(watch.excessive()).toEqual([]);
  watch.see(Float32Array.of(0, 0));
  expect(watch.excessive()).toEqual([0]);
});

it("forgets what is long ago", () => {
  const watch = createObservationWatch(RANGES, 0.05);
  const rows = (value: number) => new Float32Array(2 * 50_000).map((_, i) => (i % 2 === 0 ? value : 0));
  watch.see(rows(5));
  expect(watch.shares()[0]).toBe(1);
  for (let i = 0; i < 12; i++) watch.see(rows(0));
  expect(watch.shares()[0]).toBeLessThan(0.01);
});
