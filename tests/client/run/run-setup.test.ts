// What a run settles once, before there are environments.
import { expect, it, onTestFinished } from "vitest";
import { tableOf } from "../../../client/assignment/covers/rows.js";
import {
  ConfigError,
  draftConfig,
  setUpNewRun,
  setUpRun,
  type TrainConfigInput,
  type Transport,
} from "../../../client/index.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { tinyConfig, tinySettings } from "../runs/support/settings.js";

const TARGETS = [0, 0.1, 0.2, 0.3, 2, 2.1, 2.2, 2.3];
const DBSCAN: TrainConfigInput = { cover: "dbscan", epsilon: 0.25, agents: null, agentParameters: TARGETS };
const AGENTS = tableOf(TARGETS.map((target) => [target]));

async function hosts(): Promise<readonly Transport[]> {
  const { transports, close } = await inProcessHosts(0);
  onTestFinished(close);
  return transports;
}

it("a committee is found once, and has as many policies as the run", async () => {
  const setup = await setUpRun(await hosts(), tinyConfig("half-cheetah", "committee", DBSCAN));
  const committee = setup.committee(AGENTS);
  expect(committee!.prototypes.rows).toBe(2);
  expect(setup.committee(AGENTS)).toBe(committee);
});

it("more policies than a cover finds are refused, of a run whose k is settled", async () => {
  const config = tinyConfig("half-cheetah", "committee", { ...DBSCAN, representatives: 3 });
  const setup = await setUpRun(await hosts(), config);
  const sentence = 'representatives: expected at most the 2 that cover "dbscan" finds, got 3';
  expect(() => setup.committee(AGENTS)).toThrow(new ConfigError(sentence));
});

it.each([
  [null, 2],
  [3, 2],
  [1, 1],
])("k of a new run is found among agents, of %o at most", async (representatives, k) => {
  const settings = tinySettings("half-cheetah", "committee", { ...DBSCAN, representatives });
  const { config, spec } = await setUpNewRun(await hosts(), draftConfig(settings));
  expect(config.representatives).toBe(k);
  expect(spec.numAgents).toBe(8);
});

it("has no committee where the algorithm has no prototypes", async () => {
  const setup = await setUpRun(await hosts(), tinyConfig("half-cheetah", "em"));
  expect(setup.committee(AGENTS)).toBeUndefined();
});
