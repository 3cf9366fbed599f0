import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { valueAndGradients } from "../../../client/ops/gradients.js";
import { expectTensor, NONE, tensorsLeft } from "../support/tensors.js";

/** a · b, and what is on the way to it. */
function product(a: tf.Tensor1D, b: tf.Tensor1D) {
  const terms = tf.mul(a, b);
  return { loss: tf.sum<tf.Scalar>(terms), auxiliary: { terms, first: a } };
}

describe("valueAndGradients", () => {
  const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 5])];

  it("gives the value, a gradient for each parameter, and the rest", () => {
    const { loss, gradients, auxiliary } = valueAndGradients(product, [a, b]);
    expectTensor(loss, 13);
    expectTensor(gradients[0], [3, 5]);
    expectTensor(gradients[1], [1, 2]);
    expectTensor(auxiliary.terms, [3, 10]);
    expectTensor(auxiliary.first, [1, 2]);
  });

  it("leaves no tensor behind in a tidy", async () => {
    expect(await tensorsLeft(() => tf.tidy(() => void valueAndGradients(product, [a, b])))).toEqual(NONE);
    expectTensor(a, [1, 2]);
  });

  it("can be taken twice in one tidy", () => {
    const value = tf.tidy(() => {
      const first = valueAndGradients(product, [a, b]);
      const second = valueAndGradients(product, [first.gradients[0], b]);
      return tf.add(first.auxiliary.terms, second.auxiliary.terms);
    });
    expectTensor(value, [12, 35]);
  });
});
