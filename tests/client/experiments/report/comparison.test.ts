import { describe, expect, it } from "vitest";
import { compareAlgorithms } from "../../../../client/experiments/report/comparison.js";
import { outcomesWith, smallGrid } from "../outcomes.js";

const compare = (results: Record<string, (number | null)[]>) => {
  const grid = smallGrid(results.em.length);
  return compareAlgorithms(grid, outcomesWith(grid, results))[0];
};

describe("compareAlgorithms", () => {
  it("leads with the best alone where the other is significantly worse", () => {
    const { cells, tooFewSeeds } = compare({
      em: [88.1, 87.4, 89, 88.6, 87.9],
      "end-to-end": [86.9, 87.6, 87.1, 88, 86.2],
    });
    expect(cells.map(({ leading }) => leading)).toEqual([true, false]);
    expect(cells[0]).toMatchObject({ algorithm: "em", finished: 5, pValue: null });
    expect(cells[0].mean).toBeCloseTo(88.2, 12);
    expect(cells[1].pValue).toBeCloseTo(0.026596833234218478, 10);
    expect(tooFewSeeds).toBe(false);
  });

  it("leads with both where the difference may be chance", () => {
    const { cells } = compare({ em: [86.9, 87.6, 87.1], "end-to-end": [88.1, 87.4, 89] });
    expect(cells.map(({ leading }) => leading)).toEqual([true, true]);
    expect(cells[0].pValue).toBeCloseTo(0.12893628893594009, 10);
  });

  it("pairs runs by seed, whichever are there", () => {
    // Pairs of seeds 0, 2 and 3 differ by 1 each; not paired by seed they would not.
    const { cells } = compare({ em: [80, null, 60, 70], "end-to-end": [79, 50, 59, 69] });
    expect(cells[1]).toMatchObject({ finished: 4, pValue: 0, leading: false });
  });

  it("says that there are too few seeds", () => {
    const { cells, tooFewSeeds } = compare({ em: [80, 81], "end-to-end": [70, 71] });
    expect(cells.map(({ leading, pValue }) => [leading, pValue])).toEqual([
      [true, null],
      [false, null],
    ]);
    expect(tooFewSeeds).toBe(true);
  });

  it("has nothing of what has not finished", () => {
    const { cells, planned } = compare({ em: [80, 81, 82], "end-to-end": [null, null, null] });
    expect(planned).toBe(3);
    expect(cells[1]).toMatchObject({ finished: 0, mean: null, standardError: null, leading: false });
  });

  it("takes the worst agent by its own representative", () => {
    // Every tile is on a tour, the farthest ones on those of 12 steps.
    const { cells } = compare({ em: [80], "end-to-end": [70] });
    expect(cells[0].worstAgent).toBe(88);
  });
});
