import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, it } from "vitest";
import { type AdamState, adamStep, clipByNorm } from "../../../client/ops/adam.js";
import { createRng } from "../../../envs/rng.js";
import { expectNumbers, expectTensor } from "../support/tensors.js";

/** θ before any step. */
const start = (theta: tf.Tensor1D): AdamState => ({
  theta,
  mean: tf.zerosLike(theta),
  variance: tf.zerosLike(theta),
  step: tf.scalar(0),
});

/** The states after each gradient, from θ = 0. */
function steps(gradients: number[][], learningRate: number, epsilon: number): AdamState[] {
  let state = start(tf.zeros([gradients[0].length]));
  return gradients.map((gradient) => {
    state = adamStep(state, tf.tensor1d(gradient), tf.scalar(learningRate), epsilon);
    return state;
  });
}

describe("adamStep", () => {
  it("first goes by the learning rate, whatever the gradient's size", () => {
    const [{ theta }] = steps([[1e-4, -0.2, 300, 0]], 0.1, 1e-12);
    expectTensor(theta, [-0.1, 0.1, -0.1, 0], 4);
  });

  it("goes less where ε is not small beside the gradient", () => {
    const [{ theta }] = steps([[1, -3]], 0.1, 1);
    expectTensor(theta, [-0.1 / 2, (0.1 * 3) / 4]);
  });

  it("follows the algorithm for three steps", () => {
    const [first, second, third] = steps([[1], [2], [-1]], 0.1, 0);
    expectTensor(first.theta, [-0.1]);
    // mean 0.29/0.19, variance 0.004999/0.001999
    expectTensor(second.theta, [-0.1965182]);
    // mean 0.161/0.271, variance 0.005994001/0.002997001
    expectTensor(third.theta, [-0.2385271]);
    expectTensor(third.mean, [0.161]);
    expectTensor(third.variance, [0.005994001], 7);
    expectTensor(third.step, 3);
  });

  it("leaves the state that went in as it was", () => {
    const state = start(tf.tensor1d([1, 2]));
    adamStep(state, tf.tensor1d([1, 1]), tf.scalar(0.1), 1e-8);
    expectTensor(state.theta, [1, 2]);
    expectTensor(state.mean, [0, 0]);
    expectTensor(state.step, 0);
  });

  it("agrees with TensorFlow.js over ten steps", () => {
    const rng = createRng(0, "adam");
    const gradients = Array.from({ length: 10 }, () => Array.from({ length: 5 }, () => rng.normal()));
    const theta = tf.variable(tf.zeros([5]));
    const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-5);
    for (const gradient of gradients)
      optimizer.applyGradients([{ name: theta.name, tensor: tf.tensor1d(gradient) }]);
    expectNumbers(steps(gradients, 0.01, 1e-5)[9].theta.dataSync(), theta.dataSync());
  });
});

describe("clipByNorm", () => {
  it("scales a longer gradient down", () => {
    expectTensor(clipByNorm(tf.tensor1d([3, -4]), 1), [0.6, -0.8]);
  });

  it("leaves a shorter one, and 0", () => {
    expectTensor(clipByNorm(tf.tensor1d([3, -4]), 6), [3, -4]);
    expectTensor(clipByNorm(tf.tensor1d([0, 0]), 1), [0, 0]);
  });

  it("keeps the direction, and gives no more than the norm", () => {
    const vectors = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(vectors, fc.double({ min: 0.1, max: 10, noNaN: true }), (vector, norm) => {
        const length = Math.hypot(...vector);
        const scale = length > norm ? norm / length : 1;
        expectNumbers(
          clipByNorm(tf.tensor1d(vector), norm).dataSync(),
          vector.map((x) => scale * x),
          4,
        );
      }),
      { numRuns: 50 },
    );
  });
});
