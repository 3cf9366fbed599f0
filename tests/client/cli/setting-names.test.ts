import { expect, it } from "vitest";
import { namingSettings, withFlagNames } from "../../../client/cli/setting-names.js";
import { ConfigError } from "../../../client/index.js";

const always = () => true;

it.each([
  ["clip: expected number, got 3", "--clip: expected number, got 3"],
  ["learningRate.end: expected number", "--learning-rate.end: expected number"],
  ["envOptions.max_episode_steps: expected", "--env-options.max_episode_steps: expected"],
  ["hiddenSizes.1: expected number", "--hidden-sizes (value 2): expected number"],
  [
    "minibatchSize: expected a divisor of batchSize 256",
    "--minibatch-size: expected a divisor of --batch-size 256",
  ],
  ["clip: no\nbatchSize: no", "--clip: no\n--batch-size: no"],
  // Words that are settings too are only words within a line.
  ["agents: expected agents, with env and seed", "--agents: expected agents, with env and seed"],
  // Nothing is named twice, and what is no setting stays as it is.
  [
    "--run: no such batchsize, someThing or --batch-size",
    "--run: no such batchsize, someThing or --batch-size",
  ],
  ["theta.csv: expected numbers", "theta.csv: expected numbers"],
])("%s", (message, expected) => {
  expect(withFlagNames(message, always)).toBe(expected);
});

it("a setting of a config file keeps its name, one of a flag has the flag's", async () => {
  const refuse = async () => {
    throw new ConfigError("batchSize: expected a divisor of minibatchSize");
  };
  const flags = { "batch-size": 3 };
  await expect(namingSettings(flags, true, refuse)).rejects.toThrow(
    "--batch-size: expected a divisor of minibatchSize",
  );
});

it("other errors are left alone", async () => {
  const error = new Error("batchSize: no");
  await expect(namingSettings({}, false, () => Promise.reject(error))).rejects.toBe(error);
});
