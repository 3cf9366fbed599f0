import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterSizes, greedyAssignment, hardWeights, welfare } from "../../../client/ops/assignment.js";

/** Of three representatives for four agents. */
const UTILITIES = Float64Array.of(1, 5, 2, -3, 4, 5, 2, -1, 0, 6, 2, -2);

/** k, and utilities [k, n]. */
const utilityTables = fc
  .record({ k: fc.integer({ min: 1, max: 4 }), n: fc.integer({ min: 1, max: 5 }) })
  .chain(({ k, n }) =>
    fc.record({
      k: fc.constant(k),
      utilities: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: k * n, maxLength: k * n }),
    }),
  );

describe("greedyAssignment", () => {
  it("gives each agent its best representative", () => {
    expect(greedyAssignment(UTILITIES, 3)).toEqual(Int32Array.of(1, 2, 0, 1));
  });

  it("takes the first of equals", () => {
    expect(greedyAssignment([1, 1, 1, 1, 1, 1, 1, 2, 1], 3)).toEqual(Int32Array.of(0, 2, 0));
  });

  it("leaves no agent a representative that would be better", () => {
    fc.assert(
      fc.property(utilityTables, ({ k, utilities }) => {
        const n = utilities.length / k;
        greedyAssignment(utilities, k).forEach((own, i) => {
          const column = Array.from({ length: k }, (_, j) => utilities[j * n + i]);
          expect(own).toBe(column.indexOf(Math.max(...column)));
        });
      }),
    );
  });
});

describe("hardWeights", () => {
  it("has a one where an agent is served", () => {
    expect(hardWeights(Int32Array.of(1, 0, 1), 3)).toEqual(Float32Array.of(0, 1, 0, 1, 0, 1, 0, 0, 0));
  });

  it("is undone by greedyAssignment", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), (assignment) => {
        expect([...greedyAssignment(hardWeights(Int32Array.from(assignment), 4), 4)]).toEqual(assignment);
      }),
    );
  });
});

describe("clusterSizes", () => {
  it("counts agents, and nobody as 0", () => {
    expect(clusterSizes(Int32Array.of(2, 0, 2, 2), 4)).toEqual([1, 0, 3, 0]);
  });
});

describe("welfare", () => {
  it("is the mean of what agents get from their representative", () => {
    expect(welfare(UTILITIES, Int32Array.of(0, 1, 2, 1))).toBe((1 + 5 + 2 - 1) / 4);
  });

  it("is never higher than with the greedy assignment", () => {
    fc.assert(
      fc.property(utilityTables, fc.nat(), ({ k, utilities }, other) => {
        const best = greedyAssignment(utilities, k);
        const assignment = best.map((j, i) => (j + other * (i + 1)) % k);
        expect(welfare(utilities, assignment)).toBeLessThanOrEqual(welfare(utilities, best));
      }),
    );
  });
});
