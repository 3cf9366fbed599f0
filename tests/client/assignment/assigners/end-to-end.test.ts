import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endToEnd } from "../../../../client/assignment/assigners/end-to-end.js";
import { createRng } from "../../../../envs/rng.js";
import { expectTensor } from "../../support/tensors.js";

const assigner = (k: number, n: number) => endToEnd({ numRepresentatives: k, numAgents: n });

describe("endToEnd", () => {
  it("weights representatives by the softmax of an agent's logits", () => {
    const logits = tf.tensor2d([
      [0, 1],
      [Math.log(3), 1],
    ]);
    expectTensor(assigner(2, 2).weights(logits), [
      [0.25, 0.5],
      [0.75, 0.5],
    ]);
  });

  it("shares each agent out whole", () => {
    const tables = fc.integer({ min: 1, max: 4 }).chain((n) =>
      fc.array(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: n, maxLength: n }), {
        minLength: 1,
        maxLength: 4,
      }),
    );
    fc.assert(
      fc.property(tables, (logits) => {
        const weights = assigner(logits.length, logits[0].length).weights(tf.tensor2d(logits));
        expectTensor(
          tf.sum(weights, 0),
          logits[0].map(() => 1),
        );
        expect(Math.min(...weights.dataSync())).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  it("starts with standard normal logits", () => {
    const logits = assigner(20, 100).initialize(createRng(0));
    const mean = logits.reduce((a, b) => a + b) / 2000;
    const variance = logits.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 2000;
    // Four standard errors.
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(2000));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  });

  it("assigns each agent where its weight is largest", () => {
    expect([...assigner(2, 3).assignment(Float32Array.of(0, 2, 1, 1, -3, 1))]).toEqual([1, 0, 0]);
  });

  it("is trained, and has no E-step", () => {
    const { trained, update } = assigner(2, 1);
    const logits = Float32Array.of(0.5, 1);
    expect(trained).toBe(true);
    expect(update(logits, Float64Array.of(9, 0), 1, createRng(0))).toEqual(logits);
  });
});
