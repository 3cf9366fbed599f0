import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../client/config/train-config.js";
import type { Sizes } from "../../client/model.js";
import { Representatives } from "../../client/representatives.js";
import { createRng } from "../../envs/rng.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyModel, tinyRollout } from "./support/problem.js";
import { expectNumbers, tensorsLeft } from "./support/tensors.js";

const RATES = { learningRate: 3e-3, entropyCoefficient: 0.01 };
/** Of two environments for each of two representatives. */
const OBSERVATIONS = Float32Array.from({ length: 2 * 2 * 3 }, (_, i) => Math.sin(i));

function create(sizes: Sizes, settings: TrainConfigInput = {}) {
  const config = tinyConfig(sizes, { epochs: 2, ...settings });
  const representatives = new Representatives(tinyModel(sizes, config), config, createRng(0, "parameters"));
  return { representatives, rollout: tinyRollout(sizes, config) };
}

function deterministicActions(representatives: Representatives, observations = OBSERVATIONS): number[] {
  const actions = new Float32Array(8);
  representatives.act(observations, "deterministic", createRng(0), actions);
  return [...actions];
}

describe.each([
  ["continuous", GAUSSIAN],
  ["discrete", CATEGORICAL],
] as const)("representatives with %s actions", (_, sizes) => {
  it.each(["em", "end-to-end"] as const)("keep as many tensors as they had (%s)", async (algorithm) => {
    const { representatives, rollout } = create(sizes, { algorithm });
    const rng = createRng(0);
    await representatives.learn(rollout, RATES, rng);
    expect(await tensorsLeft(() => representatives.learn(rollout, RATES, rng))).toBe(0);
    const actions = sizes.actionSpace.kind === "box" ? new Float32Array(8) : new Int32Array(4);
    expect(await tensorsLeft(() => representatives.act(OBSERVATIONS, "stochastic", rng, actions))).toBe(0);
    expect(
      await tensorsLeft(() => {
        representatives.assignmentParameters = representatives.assignmentParameters.slice();
      }),
    ).toBe(0);
  });

  it("free all their tensors", async () => {
    const left = await tensorsLeft(async () => {
      const { representatives, rollout } = create(sizes);
      await representatives.learn(rollout, RATES, createRng(0));
      representatives.dispose();
    });
    expect(left).toBe(0);
  });
});

describe("learning", () => {
  it("changes the policies that act", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations: false });
    const before = deterministicActions(representatives);
    await representatives.learn(rollout, RATES, createRng(0));
    expect(deterministicActions(representatives)).not.toEqual(before);
  });

  it("takes the rollout's observations into the statistics", async () => {
    const { representatives, rollout } = create(GAUSSIAN);
    await representatives.learn(rollout, RATES, createRng(0));
    const { statistics } = representatives.snapshot;
    expect(statistics.count).toBe(8);
    const first = rollout.observations.filter((_, c) => c % 3 === 0 && Math.floor(c / 6) % 2 === 0);
    expect(statistics.mean[0]).toBeCloseTo(first.reduce((a, b) => a + b) / 8, 6);
  });

  it("scales a rollout as the policies that acted in it did", async () => {
    const metricsOf = async (normalizeObservations: boolean) => {
      const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations });
      return representatives.learn(rollout, RATES, createRng(0));
    };
    expect(await metricsOf(true)).toEqual(await metricsOf(false));
  });

  it("acts on observations normalised by the statistics", async () => {
    const { representatives, rollout } = create(GAUSSIAN);
    await representatives.learn(rollout, { learningRate: 0, entropyCoefficient: 0 }, createRng(0));
    const { mean, variance } = representatives.snapshot.statistics;
    const { representatives: plain } = create(GAUSSIAN, { normalizeObservations: false });
    // [k, B, d] with d = 3 and B = 2
    const normalized = OBSERVATIONS.map((x, c) => {
      const i = Math.floor(c / 6) * 3 + (c % 3);
      return (x - mean[i]) / Math.sqrt(variance[i]);
    });
    const expected = deterministicActions(plain, normalized);
    expectNumbers(deterministicActions(representatives), expected);
  });

  it("leaves statistics alone if observations are not to be normalised", async () => {
    const { representatives, rollout } = create(GAUSSIAN, { normalizeObservations: false });
    await representatives.learn(rollout, RATES, createRng(0));
    expect(representatives.snapshot.statistics.count).toBe(0);
  });

  it("says what the update came to", async () => {
    const { representatives, rollout } = create(CATEGORICAL);
    const metrics = await representatives.learn(rollout, RATES, createRng(0));
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
    await representatives.learn(rollout, RATES, createRng(0));
    const { state, statistics } = representatives.snapshot;
    const copy = tf.tidy(() =>
      Object.fromEntries(
        Object.entries(state).map(([part, adam]) => [
          part,
          Object.fromEntries(
            Object.entries(adam).map(([name, tensor]) => [
              name,
              tf.tensor(tensor.dataSync().slice(), tensor.shape),
            ]),
          ),
        ]),
      ),
    ) as unknown as typeof state;
    const config = tinyConfig(GAUSSIAN, { algorithm: "end-to-end", epochs: 2 });
    const resumed = new Representatives(tinyModel(GAUSSIAN, config), config, createRng(9), {
      state: copy,
      statistics,
    });
    await representatives.learn(rollout, RATES, createRng(5));
    await resumed.learn(rollout, RATES, createRng(5));
    expect(deterministicActions(resumed)).toEqual(deterministicActions(representatives));
    expect(resumed.assignmentParameters).toEqual(representatives.assignmentParameters);
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
