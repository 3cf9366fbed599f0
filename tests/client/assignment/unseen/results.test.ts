import { expect, it } from "vitest";
import { unseenResults } from "../../../../client/assignment/unseen/results.js";

// [k = 2, E = 3, n = 3], a row an episode: the first of each policy is what agents choose by.
const RETURNS = {
  numPolicies: 2,
  numAgents: 3,
  values: Float64Array.of(...[9, 0, 0, 4, 10, -2, 6, 14, -4], ...[8, 1, 1, 7, 2, -1, 9, 4, 1]),
};

const results = (accuracy: number | null) =>
  unseenResults(RETURNS, { nearest: Int32Array.of(0, 0, 1), fewShotEpisodes: [1], accuracy });

it("judges every choice by the episodes that nothing was chosen by", () => {
  const { episodes, utilities } = results(null);
  expect(episodes).toBe(2);
  expect(utilities).toEqual([
    [5, 12, -3],
    [8, 3, 0],
  ]);
});

it("serves agents zero-shot by the policies given, few-shot by their episodes, at best by what comes", () => {
  const { zeroShot, fewShot, bestOfK } = results(null);
  expect(zeroShot.policies).toEqual([0, 0, 1]);
  // Misled: the first episodes were 9 against 8, 0 against 1, and 0 against 1.
  expect(fewShot.map(({ episodes, policies }) => [episodes, policies])).toEqual([[1, [0, 1, 1]]]);
  expect(bestOfK.policies).toEqual([1, 0, 1]);
  // (5 + 12 + 0) / 3, (5 + 3 + 0) / 3, (8 + 12 + 0) / 3.
  expect([zeroShot.mean, fewShot[0].mean, bestOfK.mean]).toEqual([17 / 3, 8 / 3, 20 / 3]);
});

it("has standard errors over agents", () => {
  // 8, 12, 0: squares about 20/3 sum to 74 2/3; √(74 2/3 / 2 / 3).
  expect(results(null).bestOfK.standardError).toBeCloseTo(3.5276684147527875, 12);
});

it("counts agents within the accuracy of the best policy", () => {
  // Zero-shot lacks 3, 0 and 0; few-shot 3, 9 and 0.
  const shares = (accuracy: number) => {
    const { zeroShot, fewShot, bestOfK } = results(accuracy);
    return [zeroShot.nearBest, fewShot[0].nearBest, bestOfK.nearBest];
  };
  expect(shares(2.9)).toEqual([2 / 3, 1 / 3, 1]);
  expect(shares(3)).toEqual([1, 2 / 3, 1]);
  expect(results(null).zeroShot.nearBest).toBeNull();
});
