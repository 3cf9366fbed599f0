import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kMeans } from "../../../../client/assignment/clustering/k-means.js";
import { clusterSizes } from "../../../../client/ops/assignment.js";
import { createRng } from "../../../../envs/rng.js";

/** Groups, each as the points in it, in the order of their first. */
function groups(assignment: Int32Array): number[][] {
  const members = new Map<number, number[]>();
  assignment.forEach((group, i) => void members.set(group, [...(members.get(group) ?? []), i]));
  return [...members.values()];
}

describe("kMeans", () => {
  it("splits what is far apart, wherever it starts", () => {
    const points = [
      [0, 0],
      [9, 9],
      [0, 1],
      [20, 0],
      [9, 8],
      [21, 0],
      [1, 0],
    ];
    for (let seed = 0; seed < 20; seed++) {
      const split = groups(kMeans(points, 3, createRng(seed)));
      expect(split).toEqual([
        [0, 2, 6],
        [1, 4],
        [3, 5],
      ]);
    }
  });

  it("takes the best of several starts", () => {
    // From about half of all starts, three and five is where k-means ends; its variance is 12/10 of the best.
    const points = Array.from({ length: 8 }, (_, i) => [i]);
    const halves = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ];
    for (let seed = 0; seed < 40; seed++) expect(groups(kMeans(points, 2, createRng(seed)))).toEqual(halves);
  });

  it("leaves groups empty where all points are the same", () => {
    const points = [1, 2, 3, 4].map(() => [3, 3]);
    expect(clusterSizes(kMeans(points, 3, createRng(0)), 3).sort()).toEqual([0, 0, 4]);
  });

  it("is the same for the same seed", () => {
    const rng = createRng(1);
    const points = Array.from({ length: 30 }, () => [rng.normal(), rng.normal()]);
    expect(kMeans(points, 4, createRng(5))).toEqual(kMeans(points, 4, createRng(5)));
  });

  it("puts every point with the nearest mean", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), (seed, k) => {
        const rng = createRng(seed);
        const points = Array.from({ length: 12 }, () => [rng.normal(), rng.normal()]);
        const assignment = kMeans(points, k, createRng(seed, "k-means"));
        const means = groups(assignment).map((members) =>
          [0, 1].map((c) => members.reduce((sum, i) => sum + points[i][c], 0) / members.length),
        );
        const labels = groups(assignment).map(([first]) => assignment[first]);
        points.forEach((point, i) => {
          const distances = means.map((mean) => Math.hypot(mean[0] - point[0], mean[1] - point[1]));
          const own = distances[labels.indexOf(assignment[i])];
          // k-means stops once means move by less than 0.001.
          expect(own).toBeLessThan(Math.min(...distances) + 0.01);
        });
      }),
      { numRuns: 50 },
    );
  });
});
