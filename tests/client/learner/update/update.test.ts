import "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { minibatchRows, ratesAt, update } from "../../../../client/learner/update/update.js";
import { createRng, type Rng } from "../../../../envs/rng.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyEpoch, tinyProblem } from "../../support/problem.js";
import { expectArray } from "../../support/tensors.js";

const RATES = { learningRate: 3e-3, entropyCoefficient: 0 };

/** What one update of a new problem gives. */
async function updated(settings: TrainConfigInput, sizes = CATEGORICAL) {
  const problem = await tinyProblem(sizes, settings);
  const { state, batch, config } = problem;
  const rng = createRng(3, "minibatches");
  return update({ runEpoch: tinyEpoch(problem), state, batch, rates: RATES, config, rng });
}

describe("update", () => {
  it("takes a step for every minibatch of every epoch", async () => {
    const { state } = await updated({ epochs: 3, minibatchSize: 2 });
    expect(state.actor.step.data[0]).toBe(3 * 4);
    expect(state.critic.step.data[0]).toBe(3 * 4);
  });

  it("skips the other epochs once the divergence is above its limit", async () => {
    const { state } = await updated({ epochs: 50, klLimit: 1e-9 });
    // In the first step of all, policies are still the old ones; the second already diverges.
    expect(state.actor.step.data[0]).toBe(2);
  });

  it("holds a moving average of the divergence against its limit, if it is to", async () => {
    const stepsOf = async (klLimit: number, klAverageDecay: number | null) => {
      const { state } = await updated({ epochs: 50, klLimit, klAverageDecay });
      return state.actor.step.data[0];
    };
    const { approxKl } = (await updated({ epochs: 1 })).metrics;
    // Of the first epoch's two steps the first has no divergence: its mean is half of the second's, the average
    // with a decay of ¾ a quarter, with one of 0 all of it.
    expect(await stepsOf(1.5 * approxKl, null)).toBeGreaterThan(2);
    expect(await stepsOf(1.5 * approxKl, 0)).toBe(2);
    expect(await stepsOf(0.6 * approxKl, null)).toBe(2);
    expect(await stepsOf(0.6 * approxKl, 0.75)).toBeGreaterThan(2);
    expect(await stepsOf(0.4 * approxKl, 0.75)).toBe(2);
  });

  it("goes on below the limit", async () => {
    const { state } = await updated({ epochs: 5, klLimit: 1e3 });
    expect(state.actor.step.data[0]).toBe(10);
  });

  it.each(["em", "end-to-end"] as const)("lowers the losses on its batch (%s)", async (algorithm) => {
    const once = await updated({ algorithm, epochs: 1 }, GAUSSIAN);
    const often = await updated({ algorithm, epochs: 40 }, GAUSSIAN);
    // Means over the update: those of forty epochs are lower than those of the first.
    expect(often.metrics.policyLoss).toBeLessThan(once.metrics.policyLoss - 0.02);
    expect(often.metrics.valueLoss).toBeLessThan(0.9 * once.metrics.valueLoss);
  });

  it("trains an assignment end to end, and no other", async () => {
    const stepsOf = async (algorithm: "em" | "end-to-end") => {
      const { state } = await updated({ algorithm, epochs: 1 });
      return state.assignment.step.data[0];
    };
    expect(await stepsOf("em")).toBe(0);
    expect(await stepsOf("end-to-end")).toBe(2);
  });

  it.each(["em", "end-to-end"] as const)(
    "normalises advantages over the batch, or the minibatch (%s)",
    async (algorithm) => {
      const settings = { algorithm, minibatchSize: 1, epochs: 1 };
      // One advantage alone is its own mean: nothing to learn from.
      expect((await updated({ ...settings, advantageScope: "minibatch" })).metrics.policyLoss).toBeCloseTo(
        0,
        6,
      );
      expect(
        Math.abs((await updated({ ...settings, advantageScope: "batch" })).metrics.policyLoss),
      ).toBeGreaterThan(1e-4);
    },
  );

  it("draws minibatches from its random numbers alone", async () => {
    const thetaOf = async () => (await updated({ epochs: 2 })).state.actor.theta.data;
    expect(await thetaOf()).toEqual(await thetaOf());
  });

  it.each(["em", "end-to-end"] as const)(
    "leaves the state that went in as it was (%s)",
    async (algorithm) => {
      const problem = await tinyProblem(GAUSSIAN, { algorithm, epochs: 2 });
      const { state, batch, config } = problem;
      const before = structuredClone(state);
      const after = await update({
        runEpoch: tinyEpoch(problem),
        state,
        batch,
        rates: RATES,
        config,
        rng: createRng(0),
      });
      expect(state).toEqual(before);
      expect(after.state.actor.theta.data).not.toEqual(before.actor.theta.data);
    },
  );
});

describe("minibatchRows", () => {
  /** T = 3 steps of k · B = 2 · 2 environments, in minibatches of 3 transitions. */
  const config = tinyConfig(GAUSSIAN, {
    envsPerRepresentative: 2,
    batchSize: 6,
    minibatchSize: 3,
    transitions: 6,
  });

  it("gives rows of all representatives' environments, transitions in the order they are drawn", () => {
    // Fisher and Yates with these numbers: 0 1 2 3 4 5 → 5 1 2 3 4 0 → 5 4 2 3 1 0 → 3 4 2 5 1 0 → … as it is.
    const draws = [0, 1, 0, 2, 1];
    const rng = { integer: () => draws.shift()! } as Partial<Rng> as Rng;
    // Transition t · B + b of representative j is in row 4 t + 2 j + b.
    expectArray(minibatchRows(config, rng), [
      [
        [5, 8, 4],
        [7, 10, 6],
      ],
      [
        [9, 1, 0],
        [11, 3, 2],
      ],
    ]);
  });

  it("gives every row once, and other orders from other numbers", () => {
    const rowsOf = (seed: number) => minibatchRows(config, createRng(seed));
    expect(rowsOf(0).data).toBeInstanceOf(Int32Array);
    expect(rowsOf(0).shape).toEqual([2, 2, 3]);
    expect([...rowsOf(0).data].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, row) => row));
    expect(rowsOf(0)).toEqual(rowsOf(0));
    expect(rowsOf(1)).not.toEqual(rowsOf(0));
  });
});

describe("ratesAt", () => {
  it("gives the scheduled rates", () => {
    const schedules = {
      learningRate: { start: 1e-2, end: 1e-4 },
      entropyCoefficient: { start: 0.1, end: 0.1 },
    };
    expect(ratesAt(tinyConfig(GAUSSIAN, schedules), 0.5)).toEqual({
      learningRate: expect.closeTo(1e-3, 12),
      entropyCoefficient: 0.1,
    });
  });

  it("is ahead of the run by its speed, and stays at the end", () => {
    const schedules = {
      learningRate: { start: 1e-2, end: 1e-4 },
      entropyCoefficient: { start: 1, end: 1e-4 },
      scheduleSpeed: 1.25,
    };
    const config = tinyConfig(GAUSSIAN, schedules);
    expect(ratesAt(config, 0.4)).toEqual({
      learningRate: expect.closeTo(1e-3, 12),
      entropyCoefficient: expect.closeTo(1e-2, 12),
    });
    for (const progress of [0.8, 0.9, 1])
      expect(ratesAt(config, progress)).toEqual({
        learningRate: expect.closeTo(1e-4, 12),
        entropyCoefficient: expect.closeTo(1e-4, 12),
      });
  });
});
