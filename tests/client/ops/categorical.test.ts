import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { categoricalEntropy, categoricalLogProb } from "../../../client/ops/categorical.js";
import { expectTensor } from "../support/tensors.js";

/** Of probabilities 1/6, 2/6 and 3/6. */
const LOGITS = [Math.log(1), Math.log(2), Math.log(3)];

const actions = (...rows: number[][]) => tf.tensor2d(rows, undefined, "int32");

describe("categoricalLogProb", () => {
  it("picks the action's logarithm of the probability", () => {
    const logits = tf.tensor3d([[LOGITS, LOGITS, LOGITS]]);
    expectTensor(categoricalLogProb(logits, actions([0, 1, 2])), [
      [-Math.log(6), -Math.log(3), -Math.log(2)],
    ]);
  });

  it("takes each representative's own logits", () => {
    const logits = tf.tensor3d([[[0, 0]], [[0, Math.log(3)]]]);
    expectTensor(categoricalLogProb(logits, actions([0], [0])), [[-Math.log(2)], [-Math.log(4)]]);
  });

  it("is finite for logits far apart", () => {
    expectTensor(categoricalLogProb(tf.tensor3d([[[0, 100]]]), actions([0])), [[-100]]);
  });
});

describe("categoricalEntropy", () => {
  it.each([
    ["of equal probabilities is the logarithm of their number", [2, 2, 2, 2], Math.log(4)],
    ["of 1/6, 2/6 and 3/6", LOGITS, Math.log(6) / 6 + Math.log(3) / 3 + Math.log(2) / 2],
    ["of a certainty is 0", [0, 100], 0],
  ])("%s", (_, logits, entropy) => {
    expectTensor(categoricalEntropy(tf.tensor3d([[logits]])), [[entropy]]);
  });
});

const logitsOf = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 6 });

it("probabilities sum to one and give the entropy, whatever the logits", () => {
  fc.assert(
    fc.property(logitsOf, (logits) => {
      const every = tf.tensor3d([logits.map(() => logits)]);
      const logProbs = [...categoricalLogProb(every, actions([...logits.keys()])).dataSync()];
      expect(logProbs.reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 5);
      const entropy = logProbs.reduce((sum, x) => sum - x * Math.exp(x), 0);
      expectTensor(categoricalEntropy(tf.tensor3d([[logits]])), [[entropy]], 4);
    }),
    { numRuns: 50 },
  );
});
