import { expect, it } from "vitest";
import { latestLengths, summarizeEpisodes } from "../../../../client/learner/rollout/episodes.js";

const episode = (environment: number, length: number, ...returns: number[]) => ({
  environment,
  length,
  returns: Float32Array.from(returns),
  finalObservation: new Float32Array(),
});

it("takes means over the episodes of each representative's environments", () => {
  // B = 2: environments 0 and 1 are the first representative's, 4 and 5 the third's.
  const episodes = [episode(0, 10, 1, 2), episode(5, 3, 5, 5), episode(1, 20, 3, -2), episode(0, 30, 5, 3)];
  const { counts, lengths, returns } = summarizeEpisodes(episodes, 3, 2, 2);
  expect(counts).toEqual([3, 0, 1]);
  expect(lengths).toEqual([20, 0, 3]);
  expect([...returns]).toEqual([3, 1, 0, 0, 5, 5]);
});

it("knows the returns of the episode that each representative finished last", () => {
  const episodes = [episode(1, 10, 1, 2), episode(0, 20, 3, -2), episode(5, 30, 5, 3)];
  expect([...summarizeEpisodes(episodes, 3, 2, 2).latest]).toEqual([3, -2, 0, 0, 5, 3]);
});

it("of no episodes are zeros", () => {
  const { counts, lengths, returns } = summarizeEpisodes([], 2, 4, 1);
  expect([counts, lengths, [...returns]]).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
});

it("latestLengths keeps the length of a representative that finished none", () => {
  expect(latestLengths([10, 20, 0], { counts: [1, 0, 2], lengths: [4, 0, 7.5] })).toEqual([4, 20, 7.5]);
});
