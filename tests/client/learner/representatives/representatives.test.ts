import "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { chooseBackend } from "../../../../client/engines/backend.js";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import { eagerEngine } from "../../../../client/engines/eager.js";
import type { Sizes } from "../../../../client/learner/model/model.js";
import {
  newRepresentatives,
  Representatives,
} from "../../../../client/learner/representatives/representatives.js";
import { createRng } from "../../../../envs/rng.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyModel, tinyRollout } from "../../support/problem.js";
import { expectNumbers, NONE, tensorsLeft } from "../../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

const RATES = { learningRate: 3e-3, entropyCoefficient: 0.01 };
/** Of two environments for each of two representatives. */
const OBSERVATIONS = Float32Array.from({ length: 2 * 2 * 3 }, (_, i) => Math.sin(i));

function create(sizes: Sizes, settings: TrainConfigInput = {}, engine = compiledEngine()) {
  const config = tinyConfig(sizes, { epochs: 2, ...settings });
  const model = tinyModel(sizes, config);
  const representatives = new Representatives(
    model,
    config,
    engine,
    newRepresentatives(model, createRng(0, "parameters")),
  );
  return { representatives, rollout: tinyRollout(sizes, config) };
}

async function deterministicActions(
  representatives: Representatives,
  observations = OBSERVATIONS,
): Promise<number[]> {
  const actions = new Float32Array(8);
  await representatives.act(observations, "deterministic", createRng(0), actions);
  return [...actions];
}

const KINDS = [
  ["continuous", GAUSSIAN],
  ["discrete", CATEGORICAL],
] as const;
const ENGINES = [
  ["compiled", compiledEngine],
  ["eager", eagerEngine],
] as const;

describe.each(ENGINES)("representatives, %s", (_, createEngine) => {
  it.each(
    KINDS.flatMap(([kind, sizes]) =>
      (["em", "end-to-end"] as const).map((name) => [kind, name, sizes] as const),
    ),
  )("leave no tensors, with %s actions, %s", async (_, algorithm, sizes) => {
    const actions = sizes.actionSpace.kind === "box" ? new Float32Array(8) : new Int32Array(4);
    const rng = createRng(0);
    const left = await tensorsLeft(async () => {
      const { representatives, rollout } = create(sizes, { algorithm }, createEngine());
      for (let i = 0; i < 2; i++) {
        await representatives.act(OBSERVATIONS, "stochastic", rng, actions);
        await representatives.learn(rollout, { rates: RATES, rng });
        representatives.assignmentParameters = representatives.assignmentParameters.slice();
      }
    });
    expect(left).toEqual(NONE);
  });
});

describe("learning", () => {
  it("judges by the weights it is given", async () => {
    const learnt = async (weights?: Float32Array) => {
      const { representatives, rollout } = create(GAUSSIAN, { algorithm: "em" });
      await representatives.learn(rollout, {
        rates: RATES,
        rng: createRng(0),
        assignmentParameters: weights,
      });
      return deterministicActions(representatives);
    };
    const own = create(GAUSSIAN, { algorithm: "em" }).representatives.assignmentParameters;
    expect(await learnt(own)).toEqual(await learnt());
    expect(await learnt(new Float32Array(6).fill(1))).not.toEqual(await learnt());
  });

  it("changes the policies that act", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations: false });
    const before = await deterministicActions(representatives);
    await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    expect(await deterministicActions(representatives)).not.toEqual(before);
  });

  it("takes the rollout's observations into the statistics", async () => {
    const { representatives, rollout } = create(GAUSSIAN);
    await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    const { statistics } = representatives.snapshot;
    expect(statistics.count).toBe(8);
    const first = rollout.observations.filter((_, c) => c % 3 === 0 && Math.floor(c / 6) % 2 === 0);
    expect(statistics.mean[0]).toBeCloseTo(first.reduce((a, b) => a + b) / 8, 6);
  });

  it("scales a rollout as the policies that acted in it did", async () => {
    const metricsOf = async (normalizeObservations: boolean) => {
      const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations });
      return representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    };
    expect(await metricsOf(true)).toEqual(await metricsOf(false));
  });

  it("acts on observations normalised by the statistics", async () => {
    const { representatives, rollout } = create(GAUSSIAN);
    await representatives.learn(rollout, {
      rates: { learningRate: 0, entropyCoefficient: 0 },
      rng: createRng(0),
    });
    const { mean, variance } = representatives.snapshot.statistics;
    const { representatives: plain } = create(GAUSSIAN, { normalizeObservations: false });
    // [k, B, d] with d = 3 and B = 2
    const normalized = OBSERVATIONS.map((x, c) => {
      const i = Math.floor(c / 6) * 3 + (c % 3);
      return (x - mean[i]) / Math.sqrt(variance[i]);
    });
    const expected = await deterministicActions(plain, normalized);
    expectNumbers(await deterministicActions(representatives), expected);
  });

  it("takes them as already normalised, if it is to", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { observationStatistics: "normalized" });
    const stay = { learningRate: 0, entropyCoefficient: 0 };
    await representatives.learn(rollout, { rates: stay, rng: createRng(0) });
    const { mean, variance } = representatives.snapshot.statistics;
    await representatives.learn(rollout, { rates: stay, rng: createRng(0) });
    const { statistics } = representatives.snapshot;
    // The same observations again now have mean 0 and variance 1.
    expectNumbers(
      [...statistics.mean],
      Array.from(mean, (m) => m / 2),
    );
    expectNumbers(
      [...statistics.variance],
      Array.from(variance, (v, i) => (v + 1) / 2 + mean[i] ** 2 / 4),
    );
    expect(statistics.count).toBe(16);
  });

  it("leaves statistics alone if observations are not to be normalised", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations: false });
    await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    expect(representatives.snapshot.statistics.count).toBe(0);
  });

  it("says what the update came to", async () => {
    const { representatives, rollout } = create(CATEGORICAL);
    const metrics = await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    expect(Object.keys(metrics).sort()).toEqual([
      "approxKl",
      "clipfrac",
      "entropy",
      "explainedVariance",
      "policyLoss",
      "valueLoss",
    ]);
    // Two actions that are nearly as likely.
    expect(metrics.entropy).toBeCloseTo(Math.log(2), 2);
  });
});

describe("a snapshot", () => {
  it("goes on as if there had been no pause", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { algorithm: "end-to-end" });
    await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    const snapshot = structuredClone(representatives.snapshot);
    const config = tinyConfig(GAUSSIAN, { algorithm: "end-to-end", epochs: 2 });
    const model = tinyModel(GAUSSIAN, config);
    const resumed = new Representatives(model, config, compiledEngine(), snapshot);
    await representatives.learn(rollout, { rates: RATES, rng: createRng(5) });
    await resumed.learn(rollout, { rates: RATES, rng: createRng(5) });
    expect(await deterministicActions(resumed)).toEqual(await deterministicActions(representatives));
    expect(resumed.assignmentParameters).toEqual(representatives.assignmentParameters);
  });
});

describe("acting", () => {
  it("is the same in more environments, and with other shapes in between", async () => {
    const { representatives } = create(GAUSSIAN);
    const few = await deterministicActions(representatives);
    // [k, B, d]: each representative's own, twice.
    const own = (j: number) => [...OBSERVATIONS.subarray(6 * j, 6 * (j + 1))];
    const twice = Float32Array.from([...own(0), ...own(0), ...own(1), ...own(1)]);
    const actions = new Float32Array(16);
    await representatives.act(twice, "deterministic", createRng(0), actions);
    expectNumbers(actions, [...few.slice(0, 4), ...few.slice(0, 4), ...few.slice(4), ...few.slice(4)], 6);
    expect(await deterministicActions(representatives)).toEqual(few);
  });
});

describe("a copy", () => {
  it.each(["head", "one-hot"] as const)(
    "does what the other does, %s critics",
    async (criticConditioning) => {
      const { representatives, rollout } = create(GAUSSIAN, { criticConditioning });
      await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
      const same = Float32Array.from([...OBSERVATIONS.slice(0, 6), ...OBSERVATIONS.slice(0, 6)]);
      const before = await deterministicActions(representatives, same);
      const assignment = [...representatives.assignment];
      expect(before.slice(0, 4)).not.toEqual(before.slice(4));
      representatives.copy(1, 0);
      expect(await deterministicActions(representatives, same)).toEqual([
        ...before.slice(4),
        ...before.slice(4),
      ]);
      expect([...representatives.assignment]).toEqual(assignment);
    },
  );

  it("learns on, from what it has learnt itself", async () => {
    const { representatives, rollout } = create(GAUSSIAN);
    representatives.copy(1, 0);
    await representatives.learn(rollout, { rates: RATES, rng: createRng(0) });
    const same = Float32Array.from([...OBSERVATIONS.slice(0, 6), ...OBSERVATIONS.slice(0, 6)]);
    const actions = await deterministicActions(representatives, same);
    expect(actions.slice(0, 4)).not.toEqual(actions.slice(4));
  });
});

describe("the assignment", () => {
  it("is what the parameters say, and changes with them", () => {
    const { representatives } = create(GAUSSIAN, { algorithm: "em" });
    expect([...representatives.assignment]).toEqual([0, 1, 0]);
    representatives.assignmentParameters = Float32Array.of(0, 0, 1, 1, 1, 0);
    expect([...representatives.assignment]).toEqual([1, 1, 0]);
  });
});
