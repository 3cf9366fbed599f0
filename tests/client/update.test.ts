import "@tensorflow/tfjs";
import type * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../client/config/train-config.js";
import { stateTensors } from "../../client/model.js";
import { ratesAt, update } from "../../client/update.js";
import { createRng } from "../../envs/rng.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyProblem } from "./support/problem.js";
import { tensorsLeft } from "./support/tensors.js";

const RATES = { learningRate: 3e-3, entropyCoefficient: 0 };

/** What one update of a new problem gives. */
async function updated(settings: TrainConfigInput, sizes = CATEGORICAL) {
  const { model, state, batch, config } = tinyProblem(sizes, settings);
  return update(model, state, batch, RATES, config, createRng(3, "minibatches"));
}

describe("update", () => {
  it("takes a step for every minibatch of every epoch", async () => {
    const { state } = await updated({ epochs: 3, minibatchSize: 2 });
    expect(state.actor.step.dataSync()[0]).toBe(3 * 4);
    expect(state.critic.step.dataSync()[0]).toBe(3 * 4);
  });

  it("skips the other epochs once the divergence is above its limit", async () => {
    const { state } = await updated({ epochs: 50, klLimit: 1e-9 });
    // In the first step of all, policies are still the old ones; the second already diverges.
    expect(state.actor.step.dataSync()[0]).toBe(2);
  });

  it("goes on below the limit", async () => {
    const { state } = await updated({ epochs: 5, klLimit: 1e3 });
    expect(state.actor.step.dataSync()[0]).toBe(10);
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
      return state.assignment.step.dataSync()[0];
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
    const thetaOf = async () => (await updated({ epochs: 2 })).state.actor.theta.arraySync();
    expect(await thetaOf()).toEqual(await thetaOf());
  });

  it.each(["em", "end-to-end"] as const)(
    "frees the state that went in, and leaves no other tensor (%s)",
    async (algorithm) => {
      const { model, state, batch, config } = tinyProblem(GAUSSIAN, { algorithm, epochs: 2 });
      const left = await tensorsLeft(() => update(model, state, batch, RATES, config, createRng(0)));
      expect(left).toBe(0);
      expect(state.actor.theta.isDisposed).toBe(true);
    },
  );

  it("gives a state that can be used", async () => {
    const { state } = await updated({ algorithm: "em" });
    expect(stateTensors(state).every((tensor: tf.Tensor) => !tensor.isDisposed)).toBe(true);
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
});
