import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../client/config/train-config.js";
import { minibatchStep } from "../../client/minibatch-step.js";
import type { ModelState, Sizes } from "../../client/model.js";
import type { AdvantageScale } from "../../client/ops/advantages.js";
import { box } from "../../envs/index.js";
import {
  CATEGORICAL,
  GAUSSIAN,
  type Problem,
  tinyConfig,
  tinyModel,
  tinyProblem,
  tinyRates,
} from "./support/problem.js";
import { cosine, expectNumbers, expectTensor } from "./support/tensors.js";

type Part = keyof ModelState;

/** A problem with, perhaps, a scale of advantages that stays. */
type ScaledProblem = Problem & { readonly scale?: AdvantageScale };

/** No gradient is clipped, so that Adam's first moment after one step from 0 is a tenth of the gradient. */
const UNCLIPPED = { maxGradientNorm: 1e9 };

function takeStep({ model, state, batch, config, scale }: ScaledProblem, indices: number[]) {
  return minibatchStep(model, state, batch, tf.tensor1d(indices, "int32"), scale, tinyRates(), config);
}

const gradientOf = (problem: ScaledProblem, indices: number[], part: Part): number[] =>
  Array.from(takeStep(problem, indices).state[part].mean.dataSync(), (x) => 10 * x);

describe("a step's gradients are those of its losses", () => {
  const INDICES = [5, 0, 2, 7];
  /** [k, M]; a ratio is clipped where its logarithm is beyond 0.18 or −0.22. */
  const LOG_RATIO_SHIFTS = [
    [0, 0.1, -0.1, 0.5, -0.5, 0.05, 0.4, -0.4],
    [0.5, 0, 0.4, 0, 0, -0.4, 0, 0.1],
  ];
  /** Small enough for the curvature, large enough for 32 bits. */
  const H = 5e-3;

  /** A problem some steps after its batch: ratios inside and outside the clip range, none near its bounds. */
  function trainedProblem(sizes: Sizes, settings: TrainConfigInput): Problem {
    const problem = tinyProblem(sizes, { ...settings, ...UNCLIPPED });
    const shift = tf.tensor2d(LOG_RATIO_SHIFTS);
    return { ...problem, batch: { ...problem.batch, oldLogProbs: tf.add(problem.batch.oldLogProbs, shift) } };
  }

  /** The losses that a step minimises, from what it reports. */
  function lossOf(problem: ScaledProblem, part: Part): number {
    return tf.tidy(() => {
      const { policyLoss, entropy, valueLoss } = takeStep(problem, INDICES).metrics;
      const k = problem.model.sizes.numRepresentatives;
      const actors = policyLoss.dataSync()[0] - 0.01 * entropy.dataSync()[0];
      return k * (part === "critic" ? valueLoss.dataSync()[0] : actors);
    });
  }

  function differences(problem: ScaledProblem, part: Part): number[] {
    const theta = Float32Array.from(problem.state[part].theta.dataSync());
    const lossAt = (i: number, change: number): number => {
      const moved = theta.map((x, c) => (c === i ? x + change : x));
      const adam = { ...problem.state[part], theta: tf.tensor1d(moved) };
      return lossOf({ ...problem, state: { ...problem.state, [part]: adam } }, part);
    };
    return Array.from(theta, (_, i) => (lossAt(i, H) - lossAt(i, -H)) / (2 * H));
  }

  function expectGradient(problem: ScaledProblem, part: Part): void {
    const gradient = gradientOf(problem, INDICES, part);
    const expected = differences(problem, part);
    expect(cosine(gradient, expected)).toBeGreaterThan(0.9995);
    const largest = Math.max(...expected.map(Math.abs));
    for (const [i, x] of gradient.entries()) expect(Math.abs(x - expected[i])).toBeLessThan(0.01 * largest);
  }

  const KINDS = [
    ["continuous", GAUSSIAN],
    ["discrete", CATEGORICAL],
  ] as const;

  describe.each(KINDS)("%s actions", (_, sizes) => {
    it.each([
      ["em", "minibatch"],
      ["end-to-end", "minibatch"],
      ["end-to-end", "batch"],
    ] as const)("actors, %s, advantages normalised over the %s", (algorithm, advantageScope) => {
      expectGradient(trainedProblem(sizes, { algorithm, advantageScope }), "actor");
    });

    it.each(["minibatch", "batch"] as const)(
      "assignment, advantages normalised over the %s",
      (advantageScope) => {
        expectGradient(trainedProblem(sizes, { algorithm: "end-to-end", advantageScope }), "assignment");
      },
    );
  });

  it("actors, em, advantages normalised by a scale that stays", () => {
    const scale = { mean: tf.tensor2d([[0.1], [-0.2]]), deviation: tf.tensor2d([[0.5], [2]]) };
    expectGradient({ ...trainedProblem(GAUSSIAN, { algorithm: "em" }), scale }, "actor");
  });

  it("with half of the ratios clipped", () => {
    expectTensor(takeStep(trainedProblem(GAUSSIAN, {}), INDICES).metrics.clipfrac, 0.5);
  });

  it("actors whose mean is squashed", () => {
    expectGradient(trainedProblem(GAUSSIAN, { squashMean: true }), "actor");
  });

  it.each(["head", "one-hot"] as const)("critics, with a representative's own %s", (criticConditioning) => {
    expectGradient(trainedProblem(GAUSSIAN, { criticConditioning }), "critic");
  });
});

describe("a step whose gradients are known", () => {
  /**
   * One representative with one unit: θ is trunk weight and bias, head weight and bias, and log σ. All are 0:
   * values and means are 0, deviations 1, and ratios 1. Agents after the first have neither advantages nor returns.
   */
  function zeroProblem(maxGradientNorm: number, settings: TrainConfigInput = {}, n = 1): Problem {
    const actionSpace = box([1], -1, 1);
    const sizes: Sizes = { numRepresentatives: 1, numAgents: n, observationSize: 1, actionSpace };
    const sizesOfOne = { hiddenSizes: [1], batchSize: 2, minibatchSize: 2, transitions: 2 };
    const config = tinyConfig(sizes, {
      ...sizesOfOne,
      algorithm: "em",
      advantageEpsilon: 1e-9,
      maxGradientNorm,
      ...settings,
    });
    const model = tinyModel(sizes, config);
    const zero = (size: number) => ({
      theta: tf.zeros<tf.Rank.R1>([size]),
      mean: tf.zeros<tf.Rank.R1>([size]),
      variance: tf.zeros<tf.Rank.R1>([size]),
      step: tf.scalar(0),
    });
    const state = {
      actor: zero(5),
      critic: zero(2 + 2 * n),
      assignment: { ...zero(n), theta: tf.ones<tf.Rank.R1>([n]) },
    };
    const logHalf = -0.5 * Math.log(2 * Math.PI);
    const first = (...column: number[]) =>
      tf.tensor3d([column.map((x) => [x, ...new Array<number>(n - 1).fill(0)])]);
    const batch = {
      observations: tf.tensor3d([[[1], [2]]]),
      actions: tf.tensor3d([[[2], [-1]]]),
      oldLogProbs: tf.tensor2d([[-2 + logHalf, -0.5 + logHalf]]),
      agentAdvantages: first(3, 1),
      returns: first(2, 4),
      explainedVariance: tf.scalar(0),
    };
    return { config, model, state, batch };
  }

  it("moves each parameter by the learning rate against its gradient", () => {
    const problem = zeroProblem(1e9);
    // Normalised advantages are 1 and −1, so that ∂L/∂μ = −mean(±a) and ∂L/∂log σ = −mean(±(a² − 1)) − c.
    expectNumbers(gradientOf(problem, [0, 1], "actor"), [0, 0, 0, -1.5, -1.5 - 0.01], 4);
    expectNumbers(gradientOf(problem, [0, 1], "critic"), [0, 0, 0, -6], 4);
    const { state, metrics } = takeStep(problem, [0, 1]);
    expectTensor(state.actor.theta, [0, 0, 0, 1e-3, 1e-3]);
    expectTensor(state.critic.theta, [0, 0, 0, 1e-3]);
    expectTensor(metrics.valueLoss, 10);
    expectTensor(metrics.approxKl, 0);
  });

  it("clips actors' and critics' gradients, each by itself", () => {
    const problem = zeroProblem(0.5);
    const length = Math.hypot(1.5, 1.51);
    expectNumbers(gradientOf(problem, [0, 1], "actor"), [0, 0, 0, -0.75 / length, -0.755 / length], 4);
    expectNumbers(gradientOf(problem, [0, 1], "critic"), [0, 0, 0, -0.5], 4);
  });

  it.each([
    // The batch's first advantage is one deviation above its mean.
    ["batch", [0, 0, 0, -2, -3 - 0.01]],
    // One advantage alone is its own mean.
    ["minibatch", [0, 0, 0, 0, -0.01]],
  ] as const)("normalises advantages over the %s", (advantageScope, gradient) => {
    const problem = zeroProblem(1e9, { algorithm: "end-to-end", advantageScope });
    expectNumbers(gradientOf(problem, [0], "actor"), gradient, 4);
  });

  it("adds ε times the number of agents to their deviation", () => {
    const problem = zeroProblem(1e9, { advantageEpsilon: 0.5 }, 2);
    // Half of the gradients above: advantages are ± 1/(1 + ½ · 2).
    expectNumbers(gradientOf(problem, [0, 1], "actor"), [0, 0, 0, -0.75, -0.75 - 0.01], 4);
  });

  it("does not depend on the order of the transitions", () => {
    const problem = zeroProblem(0.5);
    expectTensor(takeStep(problem, [1, 0]).state.actor.theta, [0, 0, 0, 1e-3, 1e-3]);
  });

  it("leaves an assignment that is not trained as it is", () => {
    const problem = zeroProblem(0.5);
    expect(takeStep(problem, [0, 1]).state.assignment).toBe(problem.state.assignment);
  });
});

describe("the assigner's logits", () => {
  it("rise for the representative that moved to what is good for the agent", () => {
    const sizes = { ...CATEGORICAL, numAgents: 2 };
    const problem = tinyProblem(sizes, {
      algorithm: "end-to-end",
      batchSize: 4,
      minibatchSize: 4,
      transitions: 4,
    });
    // The first representative moved from transition 2 to 0, the second from 2 to 1.
    const moved = tf.tensor2d([
      [0.1, 0, -0.1, 0],
      [0, 0.1, -0.1, 0],
    ]);
    // Transition 0 is good for the first agent, 1 for the second, 2 bad for both.
    const good = [
      [1, 0],
      [0, 1],
      [-1, -1],
      [0, 0],
    ];
    const batch = {
      ...problem.batch,
      oldLogProbs: tf.sub<tf.Tensor2D>(problem.batch.oldLogProbs, moved),
      agentAdvantages: tf.tensor3d([good, good]),
    };
    const undecided = { ...problem.state.assignment, theta: tf.zeros<tf.Rank.R1>([4]) };
    const { state } = takeStep(
      { ...problem, batch, state: { ...problem.state, assignment: undecided } },
      [0, 1, 2, 3],
    );
    // [k, n]; Adam's first step is the learning rate.
    expectTensor(state.assignment.theta, [2e-3, -2e-3, -2e-3, 2e-3]);
  });
});
