import { expect, it } from "vitest";
import { recordObservations } from "../../../../client/assess/evidence/observed.js";
import { playEpisodes } from "../../../../client/assess/evidence/played.js";
import type { PlayedStep } from "../../../../client/learner/play/steps.js";
import type { Representatives } from "../../../../client/learner/representatives/representatives.js";
import { createRng, discrete } from "../../../../envs/index.js";
import { EnvironmentSpec } from "../../../../proto/index.js";
import { scriptedEnvironments } from "../../support/scripted-environments.js";

const TWO = { model: { sizes: { numRepresentatives: 2 } }, act: () => {} } as unknown as Representatives;

it("episodes of several rounds stand in order, as many as asked for, on the report scale", async () => {
  // Two environments for each of two policies; every episode takes a step.
  const round = (first: number) => ({
    finished: [0, 1, 2, 3].map((row) => [row, first + row] as const),
    terminated: [1, 0, 0, 1],
  });
  const environments = scriptedEnvironments({
    ...{ actionSpace: discrete(2), numEnvs: 4, numAgents: 1 },
    steps: [round(10), round(20)],
  });
  const scaled = {
    ...environments,
    spec: EnvironmentSpec.fromPartial({ numAgents: 1, reportScale: 100 }),
  };
  const shares: number[] = [];
  const { returns, endings } = await playEpisodes(scaled, TWO, {
    ...{ numEpisodes: 3, maxSteps: 5, rng: createRng(0), onShare: (share) => shares.push(share) },
  });
  expect([...returns.values]).toEqual([1000, 1100, 2000, 1200, 1300, 2200]);
  expect(endings.map(({ by }) => by)).toEqual([
    ...["termination", "truncation", "termination"],
    ...["truncation", "termination", "truncation"],
  ]);
  expect(shares).toEqual([2 / 3, 1]);
});

it("what policies observe is summed up for each, of episodes that have not ended", () => {
  const record = recordObservations(2, 2);
  const step = (observations: number[]) => ({ observations: Float32Array.from(observations) }) as PlayedStep;
  record.add(step([...[1, 5], ...[2, 5]]), new Set());
  record.add(step([...[3, 5], ...[9, 9]]), new Set([1]));
  expect(record.result()).toEqual([
    [
      { minimum: 1, maximum: 3, mean: 2, deviation: 1 },
      { minimum: 5, maximum: 5, mean: 5, deviation: 0 },
    ],
    [
      { minimum: 2, maximum: 2, mean: 2, deviation: 0 },
      { minimum: 5, maximum: 5, mean: 5, deviation: 0 },
    ],
  ]);
});
