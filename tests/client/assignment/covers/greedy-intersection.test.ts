import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maximalWindows } from "../../../../client/assignment/covers/largest-intersection.js";
import { createRng } from "../../../../envs/rng.js";
import { line, mostCovered, numCovered, prototypesOf } from "./support.js";

const coordinate = fc.integer({ min: 0, max: 8 });
const instance = (columns: number) =>
  fc.record({
    tasks: fc.array(fc.array(coordinate, { minLength: columns, maxLength: columns }), {
      minLength: 3,
      maxLength: 7,
    }),
    epsilon: fc.constantFrom(0.5, 1, 1.5, 2.25),
    K: fc.integer({ min: 1, max: 3 }),
  });

describe("greedy intersection", () => {
  it("takes where most boxes meet, then where most of the others do", () => {
    expect(prototypesOf("greedy-intersection", line(0, 0.2, 0.4, 3, 3.1, 9), 0.25, 2)).toEqual([
      [0.2],
      [expect.closeTo(3.05, 12)],
    ]);
    const tasks = [
      [0, 0],
      [1, 0],
      [0, 1],
      [10, 10],
      [1, 10],
      [0, 10],
    ];
    // In each dimension alone, four tasks are together; in both at once, three.
    expect(prototypesOf("greedy-intersection", tasks, 0.5, 1)).toEqual([[0.5, 0.5]]);
  });

  it("covers tasks that are exactly 2ε apart, however they are rounded", () => {
    expect(prototypesOf("greedy-intersection", line(0.1, 0.3), 0.1, 1)).toEqual([[0.2]]);
    const [low, high] = Float32Array.of(0.7, 0.9);
    expect(
      numCovered(line(low, high), prototypesOf("greedy-intersection", line(low, high), 0.1, 1), 0.1001),
    ).toBe(2);
  });

  it.each([1, 2, 3])("covers the most that one prototype can, in %i dimensions", (columns) => {
    fc.assert(
      fc.property(instance(columns), ({ tasks, epsilon }) => {
        const prototypes = prototypesOf("greedy-intersection", tasks, epsilon, 1);
        expect(numCovered(tasks, prototypes, epsilon)).toBe(mostCovered(tasks, epsilon, 1));
      }),
      { numRuns: 200 },
    );
  });

  it.each([1, 2, 3])("never covers less than 1 − 1/e of the most that K can, in %i dimensions", (columns) => {
    fc.assert(
      fc.property(instance(columns), ({ tasks, epsilon, K }) => {
        const covered = numCovered(tasks, prototypesOf("greedy-intersection", tasks, epsilon, K), epsilon);
        const most = mostCovered(tasks, epsilon, K);
        expect(covered).toBeLessThanOrEqual(most);
        expect(covered).toBeGreaterThanOrEqual((1 - (1 - 1 / K) ** K) * most);
      }),
      { numRuns: columns === 3 ? 60 : 200 },
    );
  });

  it("may cover less than the most: the middle first leaves two ends", () => {
    const tasks = line(0, 1, 2, 3, 4, 5);
    expect(numCovered(tasks, prototypesOf("greedy-intersection", tasks, 1.5, 2), 1.5)).toBe(6);
    const uneven = line(0, 1, 1, 2, 2, 3);
    expect(prototypesOf("greedy-intersection", uneven, 0.5, 2)[0]).toEqual([1.5]);
    expect(numCovered(uneven, prototypesOf("greedy-intersection", uneven, 0.5, 2), 0.5)).toBe(5);
    expect(mostCovered(uneven, 0.5, 2)).toBe(6);
  });

  it("spreads spare prototypes", () => {
    expect(prototypesOf("greedy-intersection", line(0, 1, 8, 9, 4), 4.5, 3)).toEqual([[4.5], [0], [9]]);
    expect(prototypesOf("greedy-intersection", line(5, 5, 5), 1, 3)).toEqual([[5], [5], [5]]);
  });

  it("takes fifty dimensions where tasks are in groups", () => {
    const rng = createRng(1);
    const tasks = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 50 }, () => (i % 3) * 5 + 2 * rng.uniform()),
    );
    expect(numCovered(tasks, prototypesOf("greedy-intersection", tasks, 1, 3), 1)).toBe(60);
  });
});

describe("maximalWindows", () => {
  it("are as wide as may be, none within another", () => {
    const windows = maximalWindows(Float64Array.of(0, 1, 2, 2, 5, 7), 2);
    expect(windows).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 6 },
    ]);
  });
});
