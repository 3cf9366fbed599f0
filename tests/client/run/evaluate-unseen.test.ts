import { expect, it, onTestFinished } from "vitest";
import { compiledEngine } from "../../../client/engines/compiled.js";
import {
  type Algorithm,
  type Summary,
  setUpRun,
  summarizeRun,
  type TrainConfigInput,
} from "../../../client/index.js";
import { prepareRun } from "../../../client/run/prepare-run.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { tinyConfig } from "../runs/support/settings.js";

const STEPS = 50;
const TASK: TrainConfigInput = {
  env: "half-cheetah-velocity",
  agents: null,
  trainAgents: [[0.5], [1], [1.5], [2]],
  envOptions: { max_episode_steps: STEPS },
};

/** Of policies that have not been trained: they hardly move. */
async function summarize(
  settings: TrainConfigInput,
  algorithm: Algorithm = "random",
  numEpisodes = 2,
): Promise<Summary> {
  const { transports, close } = await inProcessHosts(0);
  onTestFinished(close);
  const config = tinyConfig("half-cheetah", algorithm, { ...TASK, ...settings });
  const setup = await setUpRun(transports, config);
  const { environments, learner } = await prepareRun(transports, setup, compiledEngine());
  await environments.close();
  return (await summarizeRun(transports, setup, learner, { numEpisodes, seconds: 0 })).summary;
}

it("gives test agents their own rewards, from the same episodes", async () => {
  // Nobody runs as fast as 2.8 m/s: the third agent loses 0.1 m/s more than the second in each step.
  const { unseen } = await summarize({ testAgents: [[0.2], [2.8], [2.9]], fewShotEpisodes: [1, 3] });
  expect(unseen!.agentParameters).toEqual([[0.2], [2.8], [2.9]]);
  expect(unseen!.utilities.map((row) => row.length)).toEqual([3, 3]);
  for (const [slow, fast, faster] of unseen!.utilities) {
    expect(faster - fast).toBeCloseTo(-0.1 * STEPS, 4);
    expect(slow).toBeGreaterThan(fast + STEPS);
  }
});

it("serves them by the representative of the nearest training agent", async () => {
  const { unseen, assignment } = await summarize({ testAgents: [[0.1], [1.1], [1.4], [3]] });
  expect(new Set(assignment).size).toBe(2);
  expect(unseen!.zeroShot.policies).toEqual(assignment);
});

it("serves them by a committee's nearest prototype that has a policy", async () => {
  const settings = { trainAgents: [[0.5], [0.7], [2], [2.2]], testAgents: [[3], [1.2], [1.5], [0]] };
  const { unseen, committee } = await summarize({ ...settings, epsilon: 0.1 }, "committee");
  // Two training agents about each.
  expect(committee!.prototypes.map(([v]) => v).sort()).toEqual([expect.closeTo(0.6), expect.closeTo(2.1)]);
  const slow = committee!.prototypes.findIndex(([v]) => v < 1);
  expect(unseen!.zeroShot.policies).toEqual([1 - slow, slow, 1 - slow, slow]);
});

it("judges by as many episodes as were asked for, whatever few-shot takes beside them", async () => {
  const fewShotEpisodes = [1, 3];
  const { unseen } = await summarize({ testAgents: 4, fewShotEpisodes, accuracy: 1000 });
  expect(unseen!.episodes).toBe(2);
  expect(unseen!.fewShot.map(({ episodes }) => episodes)).toEqual([1, 3]);
  expect([unseen!.accuracy, unseen!.zeroShot.nearBest]).toEqual([1000, 1]);
  expect(unseen!.bestOfK.mean).toBeGreaterThanOrEqual(unseen!.fewShot[1].mean);
});

it("says nothing of test agents where there are none", async () => {
  expect(await summarize({})).not.toHaveProperty("unseen");
});
