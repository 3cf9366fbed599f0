import { describe, expect, it } from "vitest";
import { nashWeights } from "../../../client/ops/nash.js";

const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 12));

describe("nashWeights", () => {
  it("are as 1/(V + c), and 1 on average", () => {
    // 1/1, 1/2 and 1/4, times 3 over their sum of 7/4.
    expect([...nashWeights([0, 1, 3], 1)]).toEqual(close(12 / 7, 6 / 7, 3 / 7));
  });

  it("count gains over what agents have otherwise", () => {
    // Gains 2 and 0: 1/4 and 1/2, times 2 over 3/4. The third is below its own and gains nothing.
    expect([...nashWeights([12, 30], 2, [10, 30])]).toEqual(close(2 / 3, 4 / 3));
    expect([...nashWeights([12, 29], 2, [10, 30])]).toEqual(close(2 / 3, 4 / 3));
  });

  it("count gains over the worst-off where values are below 0", () => {
    // Gains 0, 3 and 7: 1, 1/4 and 1/8, times 3 over 11/8.
    expect([...nashWeights([-4, -1, 3], 1)]).toEqual(close(24 / 11, 6 / 11, 3 / 11));
  });

  it("do not jump where a value passes 0", () => {
    const [above] = nashWeights([1e-9, 5], 1);
    const [below] = nashWeights([-1e-9, 5], 1);
    expect(above).toBeCloseTo(below, 6);
  });

  it("are all 1 where all have the same", () => {
    expect([...nashWeights([-3, -3], 0.1)]).toEqual([1, 1]);
  });
});
