import { expect, it, onTestFinished } from "vitest";
import { compiledEngine } from "../../../client/engines/compiled.js";
import {
  createRunDirectory,
  type MetricsRow,
  openTestEnvironments,
  prepareRun,
  resolveConfig,
  setUpRun,
  type TrainConfigInput,
  trainRun,
} from "../../../client/index.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { scratch } from "../runs/support/scratch.js";
import { tinyConfig } from "../runs/support/settings.js";
import { timeless } from "../runs/support/train-run.js";

const TASK: TrainConfigInput = {
  env: "half-cheetah-velocity",
  agents: null,
  trainAgents: 6,
  envOptions: { max_episode_steps: 50 },
};

async function hosts() {
  const { transports, close } = await inProcessHosts(0);
  onTestFinished(close);
  return transports;
}

async function openTest(settings: TrainConfigInput, numEpisodes = 1) {
  const transports = await hosts();
  const setup = await setUpRun(transports, tinyConfig("half-cheetah", "em", { ...TASK, ...settings }));
  const environments = await openTestEnvironments(transports, setup, new Float64Array(), numEpisodes);
  onTestFinished(() => environments.close());
  return environments;
}

async function trainingAgents(settings: TrainConfigInput) {
  const config = tinyConfig("half-cheetah", "em", { ...TASK, ...settings });
  const transports = await hosts();
  const { environments } = await prepareRun(transports, await setUpRun(transports, config), compiledEngine());
  onTestFinished(() => environments.close());
  return [...environments.agentParameters];
}

async function train(settings: TrainConfigInput): Promise<MetricsRow[]> {
  const config = tinyConfig("half-cheetah", "em", { ...TASK, transitions: 512, ...settings });
  const path = `${await scratch()}/run`;
  const transports = await hosts();
  const trained = await trainRun({
    transports,
    setup: await setUpRun(transports, config),
    engine: compiledEngine(),
    openDirectory: () => createRunDirectory(path, config),
    onPhase: () => {},
    onIteration: () => {},
    signal: new AbortController().signal,
  });
  return trained!.directory.readMetrics();
}

it("training agents are those of a list, or as many as are asked for", async () => {
  expect(await trainingAgents({ trainAgents: [[0.5], [1], [2.5]] })).toEqual([0.5, 1, 2.5]);
  const sampled = await trainingAgents({ trainAgents: 6 });
  expect(sampled).toHaveLength(6);
  expect(await trainingAgents({ trainAgents: null, agents: 6 })).toEqual(sampled);
});

it("test agents are others of the same distribution, the same each time", async () => {
  const settings = { trainAgents: 50, envOptions: { mixture_components: 2, mixture_deviation: 0.01 } };
  const test = await openTest({ ...settings, testAgents: 40 }, 3);
  expect(test.numEnvs).toBe(2 * 3);
  expect(test.spec.numAgents).toBe(40);
  expect([...(await openTest({ ...settings, testAgents: 40 })).agentParameters]).toEqual([
    ...test.agentParameters,
  ]);
  const training = await trainingAgents(settings);
  for (const agents of [training, [...test.agentParameters]]) {
    expect(agents.every((v) => Math.min(Math.abs(v - 0.75), Math.abs(v - 2.25)) < 0.06)).toBe(true);
  }
  expect(training.filter((v) => test.agentParameters.includes(v))).toEqual([]);
});

it("test agents may be a list, and are met in rewards of their own", async () => {
  const test = await openTest({ testAgents: [[0.25], [2]] });
  expect([...test.agentParameters]).toEqual([0.25, 2]);
  await test.reset();
  const { rewards, infos } = await test.step(new Float32Array(2 * 6));
  const [v] = infos.x_velocity;
  expect([...rewards.subarray(0, 2)]).toEqual(
    [0.25, 2].map((target) => expect.closeTo(-Math.abs(v - target), 5)),
  );
});

it("training is the same, bit for bit, with test agents and without", async () => {
  expect(timeless(await train({ testAgents: 5 }))).toEqual(timeless(await train({})));
});

it.each<[string, TrainConfigInput, string]>([
  [
    "a training agent",
    { trainAgents: [[0.5], [1], [2.5]], testAgents: [[0.75], [2.5]] },
    "testAgents: expected agents that are not trained for, got test agent 2, who wants what training agent 3 does (2.5): leave it out of one of the two",
  ],
  [
    "of another width",
    { testAgents: [[1], [1, 2]] },
    "testAgents: expected rows of 1 (target_velocity), got 2 numbers in row 2",
  ],
  [
    "out of range",
    { testAgents: [[1], [4]] },
    'testAgents: agents.parameters[1]: expected target_velocity in [0, 3], got 4 (env "half-cheetah-velocity")',
  ],
  [
    "where training agents are of another width",
    { trainAgents: [[1, 2]], representatives: 1, testAgents: [[1]] },
    "trainAgents: expected rows of 1 (target_velocity), got 2 numbers in row 1",
  ],
])("test agents are refused before training: %s", async (_, settings, sentence) => {
  await expect(train(settings)).rejects.toThrow(sentence);
});

it("a run without test agents has none to open environments for", async () => {
  await expect(openTest({})).rejects.toThrow("testAgents: expected some, got none: give --test-agents");
});

it.each<[TrainConfigInput, string]>([
  [{ agents: 3 }, "trainAgents: expected none beside agents, got both: leave out one of them"],
  [
    { agentParameters: [1, 2] },
    "trainAgents: expected none beside agentParameters, got both: leave out one of them",
  ],
  [
    { trainAgents: [[1], [Number.NaN]] },
    "trainAgents: expected how many agents, or a row of finite numbers for each, got [ [ 1 ], [ NaN ] ]",
  ],
  [{ trainAgents: 0 }, "trainAgents: expected number to be >0, got 0"],
  [{ trainAgents: 2, representatives: 3 }, "representatives: expected at most n = 2 agents, got 3"],
  [{ trainAgents: [[1], [2]], representatives: 3 }, "representatives: expected at most n = 2 agents, got 3"],
])("settings that cannot be: %o", (settings, sentence) => {
  expect(() => resolveConfig({ ...TASK, ...settings })).toThrow(sentence);
});
