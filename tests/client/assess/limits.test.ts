import { expect, it } from "vitest";
import { checkCounts, checkPopulation } from "../../../client/assess/limits.js";

const GOOD = { episodes: 2, maxEpisodes: 2, seed: 0, confidence: 0.95 };

it("counts that make sense are taken", () => {
  expect(() => checkCounts(GOOD)).not.toThrow();
  expect(() => checkPopulation(500, 1000, 100)).not.toThrow();
});

it.each([
  [{ episodes: 1 }, "--episodes: expected a whole number from 2 to 100000, got 1"],
  [{ episodes: 2.5 }, "--episodes: expected a whole number from 2 to 100000, got 2.5"],
  [{ episodes: 10, maxEpisodes: 9 }, "--max-episodes: expected a whole number from 10 to 100000, got 9"],
  [{ seed: -1 }, "--seed: expected a whole number from 0 to 4503599627370496, got -1"],
  [{ confidence: 0.3 }, "--confidence: expected a number from 0.5 to below 1, got 0.3"],
  [{ confidence: 1 }, "--confidence: expected a number from 0.5 to below 1, got 1"],
])("%j is refused", (change, sentence) => {
  expect(() => checkCounts({ ...GOOD, ...change })).toThrow(sentence);
});

it("populations that do not fit are refused", () => {
  expect(() => checkPopulation(1001, 2000, 2)).toThrow(
    "--run: expected at most 1000 representatives, got 1001",
  );
  expect(() => checkPopulation(50, 10_001, 30)).toThrow(
    "--run: expected at most 10000 agents of 50 policies, got 10001",
  );
  expect(() => checkPopulation(50, 10_000, 300)).toThrow(
    "--episodes: expected at most 268 of 50 policies for 10000 agents, got 300",
  );
});
