import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../client/index.js";
import { createRng } from "../../../../envs/rng.js";
import { line, prototypesOf } from "./support.js";

const sorted = (prototypes: number[][]) => prototypes.map(([value]) => value).sort((a, b) => a - b);

describe("kmeans++", () => {
  it("takes the means of groups", () => {
    expect(sorted(prototypesOf("kmeans++", line(0, 1, 2, 10, 12), 1, 2))).toEqual([1, 11]);
  });

  it("spreads what is left where fewer than K tasks differ", () => {
    expect(sorted(prototypesOf("kmeans++", line(1, 1, 1, 5), 1, 3))).toEqual([1, 1, 5]);
  });
});

describe("gmm", () => {
  it("finds the means of normal distributions that overlap, where k-means is drawn apart", () => {
    const rng = createRng(3);
    const wide = Array.from({ length: 4000 }, () => [4 * rng.normal()]);
    const narrow = Array.from({ length: 2000 }, () => [6 + 0.2 * rng.normal()]);
    const [low, high] = sorted(prototypesOf("gmm", [...wide, ...narrow], 1, 2));
    expect(Math.abs(low)).toBeLessThan(0.3);
    expect(Math.abs(high - 6)).toBeLessThan(0.05);
    const [kMeansLow] = sorted(prototypesOf("kmeans++", [...wide, ...narrow], 1, 2));
    expect(kMeansLow).toBeLessThan(-1);
  });

  it("stays finite where tasks are equal", () => {
    expect(prototypesOf("gmm", line(2, 2, 2), 1, 2)).toEqual([[2], [2]]);
  });
});

describe("dbscan", () => {
  const chain = [0, 0.5, 1, 1.5, 2, 2.5];
  const clump = [10, 10.1, 10.2, 10.3];

  it("finds clusters of any shape, the largest first, and leaves out noise", () => {
    expect(prototypesOf("dbscan", line(...clump, 50, ...chain), 1, 9)).toEqual([
      [1.25],
      [expect.closeTo(10.15, 12)],
    ]);
  });

  it("keeps the largest K", () => {
    expect(prototypesOf("dbscan", line(...clump, 50, ...chain), 1, 1)).toEqual([[1.25]]);
  });

  it("counts a task at a cluster's border without going on from it", () => {
    // 1 has four within 1; 2 has three, and so does not lead to 3.
    expect(prototypesOf("dbscan", line(0, 0.5, 1, 2, 3), 1, 9)).toEqual([[0.875]]);
  });

  it("says what to do where there is no cluster", () => {
    const sentence =
      'epsilon: expected a task with 3 others within it for cover "dbscan", got none within 0.1; ' +
      "choose a larger epsilon or another cover";
    expect(() => prototypesOf("dbscan", line(0, 1, 2, 3), 0.1, 3)).toThrow(new ConfigError(sentence));
  });
});

describe("random", () => {
  it("draws tasks, each once", () => {
    for (let seed = 0; seed < 20; seed++)
      expect(sorted(prototypesOf("random", line(5, 6, 7), 1, 3, seed))).toEqual([5, 6, 7]);
    const first = Array.from(
      { length: 20 },
      (_, seed) => prototypesOf("random", line(5, 6, 7), 1, 1, seed)[0][0],
    );
    expect(new Set(first)).toEqual(new Set([5, 6, 7]));
  });
});
