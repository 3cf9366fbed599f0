import { describe, expect, it } from "vitest";
import { createRng } from "../../../envs/index.js";
import { createReturnTest } from "../../../policies/watching/return-test.js";

/** The number of returns after which a test alarms, at most `most`; undefined if it does not. */
function alarmAfter(next: () => number, most: number, rate = 0.05): number | undefined {
  const test = createReturnTest(rate);
  for (let i = 1; i <= most; i++) {
    test.add(next());
    if (test.alarmed) return i;
  }
  return undefined;
}

describe("the sequential test of returns", () => {
  it("starts without evidence", () => {
    expect(createReturnTest(0.05)).toMatchObject({ count: 0, evidence: 1, alarmed: false });
  });

  it("has the value of its formula", () => {
    const test = createReturnTest(0.05);
    test.add(3);
    // 2 √(5/6) exp(9/12) Φ(3/√6), and Φ(1.224745) = 0.889671
    expect(test.evidence).toBeCloseTo(2 * Math.sqrt(5 / 6) * Math.exp(0.75) * 0.889664, 3);
  });

  it("alarms within its rate where returns are as promised, looked at after each", () => {
    const rng = createRng(1, "returns");
    const alarms = Array.from({ length: 400 }, () => alarmAfter(() => rng.normal(), 500));
    expect(alarms.filter((after) => after !== undefined).length / 400).toBeLessThanOrEqual(0.05);
  });

  it("alarms soon where they are lower, and never where they are higher", () => {
    const rng = createRng(2, "returns");
    for (let i = 0; i < 50; i++) expect(alarmAfter(() => 1 + rng.normal(), 60)).toBeLessThanOrEqual(60);
    expect(alarmAfter(() => -1 + rng.normal(), 5000)).toBeUndefined();
  });

  it("keeps its alarm, whatever follows, and numbers that are as far as can be", () => {
    const test = createReturnTest(0.01);
    for (let i = 0; i < 20; i++) test.add(3);
    for (let i = 0; i < 1000; i++) test.add(-3);
    expect(test.alarmed).toBe(true);
    test.add(-1e300);
    test.add(1e300);
    expect(test.alarmed).toBe(true);
    const worst = createReturnTest(0.01);
    for (let i = 0; i < 1000; i++) worst.add(Number.MAX_VALUE);
    expect(worst.evidence).toBe(Math.exp(700));
  });
});
