import { expect } from "vitest";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import {
  type Algorithm,
  type Environments,
  type FinishedEpisode,
  inProcessTransport,
  type MetricsRow,
  prepareRun,
  setUpRun,
  train,
} from "../../../../client/index.js";
import { createRunDirectory } from "../../../../client/run/run-directory.js";
import { createEnvironmentService } from "../../../../server/index.js";
import { scratch } from "./scratch.js";
import { tinyConfig } from "./settings.js";

/** Of each agent, the least and the greatest return that was seen. */
function createRange(numAgents: number) {
  const worst = new Array<number>(numAgents).fill(Number.POSITIVE_INFINITY);
  const best = new Array<number>(numAgents).fill(Number.NEGATIVE_INFINITY);
  return {
    worst,
    best,
    see({ returns }: FinishedEpisode) {
      returns.forEach((value, i) => {
        worst[i] = Math.min(worst[i], value);
        best[i] = Math.max(best[i], value);
      });
    },
  };
}

/** Has the episodes of each step and rollout looked at. */
function watched(environments: Environments, see: (episode: FinishedEpisode) => void): Environments {
  return {
    ...environments,
    async step(actions) {
      const step = await environments.step(actions);
      for (const episode of step.finished) see({ ...episode, returns: episode.returns.slice() });
      return step;
    },
    async rollout(order, take) {
      const end = await environments.rollout(order, take);
      for (const episode of end.finished) see(episode);
      return end;
    },
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Robots' episodes are cut short, so that some end in each iteration. */
const SHORT = { max_episode_steps: 20 };

export async function expectWelfareInRange(env: string, algorithm: Algorithm): Promise<void> {
  const ownAgents = env === "resource-gathering";
  const config = tinyConfig(env, algorithm, {
    transitions: 256 * 16,
    ...(ownAgents ? {} : { agents: 6, envOptions: SHORT }),
  });
  const service = createEnvironmentService({ workers: 0 });
  const transports = [inProcessTransport(service)];
  const prepared = await prepareRun(transports, await setUpRun(transports, config), compiledEngine());
  const { learner } = prepared;
  const range = createRange(learner.representatives.model.sizes.numAgents);
  const environments = watched(prepared.environments, range.see);
  const scale = prepared.environments.spec.reportScale;
  const slack = 1e-4;
  const onIteration = ({ welfare, worstAgent }: MetricsRow) => {
    if (welfare === null) return;
    expect(welfare).toBeLessThanOrEqual(scale * mean(range.best) + slack);
    expect(welfare).toBeGreaterThanOrEqual(scale * mean(range.worst) - slack);
    expect(worstAgent).toBeGreaterThanOrEqual(scale * Math.min(...range.worst) - slack);
    learner.utilities.utilities.forEach((utility, c) => {
      const i = c % range.best.length;
      expect(utility).toBeLessThanOrEqual(range.best[i] + slack);
      expect(utility).toBeGreaterThanOrEqual(range.worst[i] - slack);
    });
  };
  const directory = await createRunDirectory(`${await scratch()}/run`, config);
  const signal = new AbortController().signal;
  await train({
    config,
    directory,
    ...prepared,
    environments,
    onIteration,
    signal,
  });
  await prepared.environments.close();
  await service.close();
}
