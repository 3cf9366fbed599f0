// Welfare functions and outside options decide for whom a representative learns.
import { describe, expect, it } from "vitest";
import { compiledEngine } from "../../../client/engines/compiled.js";
import {
  prepareRun,
  resolveConfig,
  type Summary,
  setUpRun,
  summarizeRun,
  type TrainConfigInput,
  train,
} from "../../../client/index.js";
import { createRunDirectory } from "../../../client/run/run-directory.js";
import { grpcHosts } from "./support/hosts.js";
import { scratch } from "./support/scratch.js";

const SEEDS = [0, 1, 2];

/**
 * In Resource Gathering one agent wants the tile two steps above home and 39 the one beside it. A tour of both takes
 * six steps: 94 for everybody. One of two steps has 98 for the many and 0 for the one: 95.55 on average.
 */
const [ONE, MANY] = [12, 21];
const POPULATION: TrainConfigInput = {
  algorithm: "single",
  agentParameters: [ONE, ...new Array<number>(39).fill(MANY)],
  transitions: 61_440,
  // What agents have is to be noticed within these few iterations.
  utilityRate: 0.3,
};

async function trained(settings: TrainConfigInput, seed: number): Promise<Summary> {
  const config = resolveConfig({ ...POPULATION, ...settings, seed });
  const { transports, close } = await grpcHosts(0);
  try {
    const directory = await createRunDirectory(`${await scratch()}/run`, config);
    const setup = await setUpRun(transports, config);
    const prepared = await prepareRun(transports, setup, compiledEngine());
    const { signal } = new AbortController();
    const seconds = await train({ config, directory, ...prepared, onIteration: () => {}, signal });
    await prepared.environments.close();
    const { summary } = await summarizeRun(transports, setup, prepared.learner, { numEpisodes: 4, seconds });
    return summary;
  } finally {
    await close();
  }
}

describe.each(SEEDS)("with seed %d, one agent that is alone with its wish", (seed) => {
  it("has nothing where the sum counts", async () => {
    const { welfare, distribution } = await trained({}, seed);
    expect(distribution.worst).toBe(0);
    expect(welfare.mean).toBeGreaterThan(94);
  });

  // With the default offset of 10 the two tours are nearly worth the same: 185.8 and 184.9, as sums of logarithms.
  it.each<TrainConfigInput>([{ welfare: "egalitarian" }, { welfare: "nash", nashOffset: 1 }])(
    "has much of it where welfare is $welfare",
    async (settings) => {
      const { distribution } = await trained(settings, seed);
      expect(distribution.worst).toBeGreaterThan(85);
    },
  );

  it("has all of it once the others opt out", async () => {
    const outsideOption = [0, ...new Array<number>(39).fill(99)];
    const { utilities, participation } = await trained({ outsideOption, optOutFrom: 0 }, seed);
    expect(utilities[0][0]).toBeCloseTo(96, 4);
    expect(participation).toBe(1 / 40);
  });
});
