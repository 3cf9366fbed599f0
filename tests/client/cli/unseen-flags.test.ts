import { expect, it, onTestFinished } from "vitest";
import { type UnseenFlags, withUnseenFlags } from "../../../client/cli/unseen-flags.js";
import { ConfigError, type TrainConfigInput } from "../../../client/index.js";
import { describeEnvironment } from "../../../client/run/environment-spec.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { tinyConfig } from "../runs/support/settings.js";

const TASK: TrainConfigInput = { env: "half-cheetah-velocity", agents: null, trainAgents: 6, testAgents: 3 };

async function ask(flags: UnseenFlags, settings: TrainConfigInput = TASK) {
  const config = tinyConfig("half-cheetah", "em", settings);
  const { transports, close } = await inProcessHosts(0);
  onTestFinished(close);
  return withUnseenFlags(config, flags, await describeEnvironment(transports, config));
}

it("leaves what a run has, where nothing is asked", async () => {
  expect(await ask({})).toEqual(tinyConfig("half-cheetah", "em", TASK));
});

it("takes as many episodes as rewards within bounds need", async () => {
  // Rewards of half-cheetah are in [0, 0.1], episodes of 50 steps here: R = 5. 2 · 5² · ln(2 / 0.1) = 149.8.
  const settings = { testAgents: 3 };
  const { fewShotEpisodes } = await ask({ accuracy: 1, confidence: 0.9 }, settings);
  expect(fewShotEpisodes).toEqual([150]);
});

it("has nothing to ask where there are no test agents", async () => {
  await expect(ask({ accuracy: 5 }, { ...TASK, testAgents: null })).rejects.toThrow(
    new ConfigError("--accuracy: the run has no test agents: give --test-agents too"),
  );
});

it.each<[string, UnseenFlags, string]>([
  [
    "no episode to choose by",
    { "few-shot-episodes": [0] },
    "fewShotEpisodes.0: expected number to be >0, got 0",
  ],
  ["an accuracy of 0", { accuracy: 0 }, "accuracy: expected number to be >0, got 0"],
  ["a confidence for nothing", { confidence: 0.9 }, "--confidence: expected --accuracy with it"],
  ["certainty", { confidence: 1, accuracy: 5 }, "--confidence: expected a number between 0 and 1, got 1"],
  [
    "a bound where returns have none",
    { confidence: 0.9, accuracy: 5 },
    "--confidence: returns in half-cheetah-velocity have no bounds: give --return-range",
  ],
  [
    "more episodes than are sensible",
    { confidence: 0.9, accuracy: 1, "return-range": 300 },
    "--confidence: expected at most 10000 episodes of each policy, got a bound of 539232: give a larger --accuracy, or a smaller --confidence or --return-range",
  ],
  [
    "two ways to say how many",
    { confidence: 0.9, accuracy: 5, "few-shot-episodes": [3] },
    "--confidence: expected no --few-shot-episodes with it, since it determines them",
  ],
  ["a range for nothing", { "return-range": 5 }, "--return-range: expected --confidence with it"],
])("refuses %s", async (_, flags, sentence) => {
  await expect(ask(flags)).rejects.toThrow(new ConfigError(sentence));
});
