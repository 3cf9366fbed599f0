import { describe, expect, it } from "vitest";
import { alternate, mergeRounds } from "../../../scripts/bench/contenders.js";
import { median, medianFields } from "../../../scripts/bench/median.js";
import { callsPerSecond, medianMilliseconds } from "../../../scripts/bench/timing.js";
import { smallContext } from "./small-context.js";

const MS = { field: "ms", decimals: 1 };

describe("median", () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 10, 2, 1], 3],
  ])("of %j is %d", (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it("of records is that of each field", () => {
    expect(
      medianFields([
        { a: 1, b: 9 },
        { a: 2, b: 8 },
        { a: 30, b: 7 },
      ]),
    ).toEqual({ a: 2, b: 8 });
  });
});

it("mergeRounds has one row for all that differ in the measurement alone", () => {
  const row = (k: number, ms: number) => ({ bench: "some", engine: "ours", k, ms });
  const rows = [row(1, 2.04), row(2, 5), row(1, 9), row(1, 1)];
  expect(mergeRounds(rows, MS)).toEqual([row(1, 2), row(2, 5)]);
});

it("alternate gives all their turn in each round", async () => {
  const turns: string[] = [];
  const contender = (name: string) => ({
    name,
    measure: async () => [{ bench: "some", engine: name, ms: turns.push(name) }],
  });
  const context = { ...smallContext(), rounds: 3 };
  const rows = await alternate([contender("a"), contender("b")], context, MS, "some");
  expect(turns).toEqual(["a", "b", "a", "b", "a", "b"]);
  expect(rows).toEqual([
    { bench: "some", engine: "a", ms: 3 },
    { bench: "some", engine: "b", ms: 4 },
  ]);
});

describe("timing", () => {
  it("calls at least once", async () => {
    let calls = 0;
    const call = async () => void calls++;
    expect(await medianMilliseconds(call, 0)).toBeGreaterThanOrEqual(0);
    expect(await callsPerSecond(call, 0)).toBeGreaterThan(0);
    expect(calls).toBe(2);
  });
});
