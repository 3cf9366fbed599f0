import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../client/index.js";
import { line, mostCovered, numCovered, prototypesOf } from "./support.js";

describe("the exact sweep", () => {
  it("covers what greed does not", () => {
    expect(prototypesOf("exact-sweep", line(3, 0, 1, 2, 1, 2), 0.5, 2)).toEqual([[0.5], [2.5]]);
  });

  it("covers the most that K can", () => {
    const tasks = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(
        tasks,
        fc.constantFrom(0.5, 1, 1.5),
        fc.integer({ min: 1, max: 4 }),
        (values, epsilon, K) => {
          const rows = line(...values);
          const covered = numCovered(rows, prototypesOf("exact-sweep", rows, epsilon, K), epsilon);
          expect(covered).toBe(mostCovered(rows, epsilon, K));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("refuses more dimensions", () => {
    const sentence =
      'cover: expected tasks of one dimension for "exact-sweep", got 2; choose "greedy-intersection", ' +
      'or "gradient" if that takes too long';
    expect(() => prototypesOf("exact-sweep", [[1, 2]], 1, 1)).toThrow(new ConfigError(sentence));
  });
});
