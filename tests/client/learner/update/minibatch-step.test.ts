import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { chooseBackend } from "../../../../client/engines/backend.js";
import { type Arrays, type NdArray, ndArray } from "../../../../client/jit/nd-array.js";
import type { ModelState, Sizes } from "../../../../client/learner/model/model.js";
import { minibatchStep, type UpdateInputs } from "../../../../client/learner/update/minibatch-step.js";
import { box } from "../../../../envs/index.js";
import {
  CATEGORICAL,
  GAUSSIAN,
  type Problem,
  tinyConfig,
  tinyModel,
  tinyProblem,
  tinyRates,
} from "../../support/problem.js";
import { cosine, expectNumbers, expectTensor, toTensors } from "../../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

type Part = keyof ModelState;

/** No gradient is clipped, so that Adam's first moment after one step from 0 is a tenth of the gradient. */
const UNCLIPPED = { maxGradientNorm: 1e9 };

/**
 * A step on the same transitions of every representative.
 * @param indices - each t · B + b
 */
function takeStep(problem: Problem, indices: readonly number[]) {
  const { numRepresentatives: k } = problem.model.sizes;
  const B = problem.config.envsPerRepresentative;
  const row = (j: number) => (index: number) => (Math.floor(index / B) * k + j) * B + (index % B);
  return takeRows(
    problem,
    Array.from({ length: k }, (_, j) => indices.map(row(j))),
  );
}

/** @param rows - [k, m] of the batch, seen as [T · k · B, …] */
function takeRows({ model, state, batch, config }: Problem, rows: number[][]) {
  const carry = toTensors<ModelState>(state);
  const shared = toTensors<UpdateInputs>({ batch, rates: tinyRates() });
  const outputs = minibatchStep(model, config, {
    carry,
    x: { rows: tf.tensor2d(rows, undefined, "int32") },
    shared,
  });
  return { before: carry, state: outputs.carry, metrics: outputs.y };
}

const gradientOf = (problem: Problem, indices: number[], part: Part): number[] =>
  Array.from(takeStep(problem, indices).state[part].mean.dataSync(), (x) => 10 * x);

describe("a step's gradients are those of its losses", () => {
  const INDICES = [5, 0, 2, 7];
  /** [T, k, B]; a ratio is clipped where its logarithm is beyond 0.18 or −0.22. */
  const LOG_RATIO_SHIFTS = [
    ...[0, 0.1, 0.5, 0],
    ...[-0.1, 0.5, 0.4, 0],
    ...[-0.5, 0.05, 0, -0.4],
    ...[0.4, -0.4, 0, 0.1],
  ];
  /** Small enough for the curvature, large enough for 32 bits. */
  const H = 5e-3;

  /** A problem some steps after its batch: ratios inside and outside the clip range, none near its bounds. */
  async function trainedProblem(sizes: Sizes, settings: TrainConfigInput): Promise<Problem> {
    const problem = await tinyProblem(sizes, { ...settings, ...UNCLIPPED });
    const oldLogProbs = shifted(problem.batch.oldLogProbs, LOG_RATIO_SHIFTS);
    return { ...problem, batch: { ...problem.batch, oldLogProbs } };
  }

  /** The losses that a step minimises, from what it reports. */
  function lossOf(problem: Problem, part: Part): number {
    return tf.tidy(() => {
      const { policyLoss, entropy, valueLoss } = takeStep(problem, INDICES).metrics;
      const k = problem.model.sizes.numRepresentatives;
      const actors = policyLoss.dataSync()[0] - 0.01 * entropy.dataSync()[0];
      return k * (part === "critic" ? valueLoss.dataSync()[0] : actors);
    });
  }

  function differences(problem: Problem, part: Part): number[] {
    const { data: theta, shape } = problem.state[part].theta;
    const lossAt = (i: number, change: number): number => {
      const moved = theta.map((x, c) => (c === i ? x + change : x));
      const adam = { ...problem.state[part], theta: ndArray(moved, shape) };
      return lossOf({ ...problem, state: { ...problem.state, [part]: adam } }, part);
    };
    return Array.from(theta, (_, i) => (lossAt(i, H) - lossAt(i, -H)) / (2 * H));
  }

  function expectGradient(problem: Problem, part: Part): void {
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
      ["em", "batch"],
      ["end-to-end", "minibatch"],
      ["end-to-end", "batch"],
    ] as const)("actors, %s, advantages normalised over the %s", async (algorithm, advantageScope) => {
      expectGradient(await trainedProblem(sizes, { algorithm, advantageScope }), "actor");
    });

    it.each(["minibatch", "batch"] as const)(
      "assignment, advantages normalised over the %s",
      async (advantageScope) => {
        expectGradient(
          await trainedProblem(sizes, { algorithm: "end-to-end", advantageScope }),
          "assignment",
        );
      },
    );
  });

  it("with half of the ratios clipped", async () => {
    expectTensor(takeStep(await trainedProblem(GAUSSIAN, {}), INDICES).metrics.clipfrac, 0.5);
  });

  it("actors whose mean is squashed", async () => {
    expectGradient(await trainedProblem(GAUSSIAN, { squashMean: true }), "actor");
  });

  it.each(["head", "one-hot"] as const)(
    "critics, with a representative's own %s",
    async (criticConditioning) => {
      expectGradient(await trainedProblem(GAUSSIAN, { criticConditioning }), "critic");
    },
  );
});

function shifted({ shape, data }: NdArray, shifts: readonly number[]): NdArray {
  return ndArray(
    data.map((x, i) => x + shifts[i]),
    shape,
  );
}

/** Adam's before any step, at 0. */
const zeroState = (size: number): Arrays<ModelState["actor"]> => {
  const zeros = ndArray(new Float32Array(size), [size]);
  return { theta: zeros, mean: zeros, variance: zeros, step: ndArray([0]) };
};

describe("a step whose gradients are known", () => {
  /** [T, k, B, width] = [1, 1, 2, width]. */
  const rowOf = (data: number[], width: number) => ndArray(data, [1, 1, 2, width]);

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
    const state = {
      actor: zeroState(5),
      critic: zeroState(2 + 2 * n),
      assignment: { ...zeroState(n), theta: ndArray(new Float32Array(n).fill(1), [n]) },
    };
    const logHalf = -0.5 * Math.log(2 * Math.PI);
    const first = (width: number, ...column: number[]) =>
      rowOf(
        column.flatMap((x) => [x, ...new Array<number>(width - 1).fill(0)]),
        width,
      );
    const batch = {
      observations: rowOf([1, 2], 1),
      actions: rowOf([2, -1], 1),
      oldLogProbs: ndArray([-2 + logHalf, -0.5 + logHalf], [1, 1, 2]),
      advantages: first(model.assigner.trained ? n : 1, 3, 1),
      returns: first(n, 2, 4),
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

  it.each(
    (["em", "end-to-end"] as const).flatMap((algorithm) => [
      // The batch's first advantage is one deviation above its mean.
      { algorithm, advantageScope: "batch" as const, gradient: [0, 0, 0, -2, -3 - 0.01] },
      // One advantage alone is its own mean.
      { algorithm, advantageScope: "minibatch" as const, gradient: [0, 0, 0, 0, -0.01] },
    ]),
  )("normalises advantages over the $advantageScope, $algorithm", ({ gradient, ...settings }) => {
    expectNumbers(gradientOf(zeroProblem(1e9, settings), [0], "actor"), gradient, 4);
  });

  it.each(["em", "end-to-end"] as const)(
    "adds ε times the number of agents to their deviation, %s",
    (algorithm) => {
      const problem = zeroProblem(1e9, { algorithm, advantageEpsilon: 0.5 }, 2);
      // Half of the gradients above: advantages are ± 1/(1 + ½ · 2).
      expectNumbers(gradientOf(problem, [0, 1], "actor"), [0, 0, 0, -0.75, -0.75 - 0.01], 4);
    },
  );

  it("does not depend on the order of the transitions", () => {
    const problem = zeroProblem(0.5);
    expectTensor(takeStep(problem, [1, 0]).state.actor.theta, [0, 0, 0, 1e-3, 1e-3]);
  });

  it("leaves an assignment that is not trained as it is", () => {
    const { before, state } = takeStep(zeroProblem(0.5), [0, 1]);
    expect(state.assignment).toBe(before.assignment);
  });
});

describe("a step of two representatives", () => {
  /**
   * One unit each: θ is trunk weight and bias, head weights, head biases, and log σ, all 0, so that means are 0
   * and deviations 1. Two steps of one environment each; rows are t · 2 + j.
   */
  function zeroPair(settings: TrainConfigInput): Problem {
    const sizes: Sizes = {
      numRepresentatives: 2,
      numAgents: 2,
      observationSize: 1,
      actionSpace: box([1], -1, 1),
    };
    const ofTwo = {
      hiddenSizes: [1],
      envsPerRepresentative: 1,
      batchSize: 2,
      minibatchSize: 1,
      transitions: 2,
    };
    const config = tinyConfig(sizes, {
      ...ofTwo,
      ...UNCLIPPED,
      algorithm: "em",
      advantageEpsilon: 1e-9,
      ...settings,
    });
    const state = { actor: zeroState(8), critic: zeroState(10), assignment: zeroState(4) };
    const batch = {
      observations: ndArray([1, 1, 1, 1], [2, 2, 1, 1]),
      actions: ndArray([1, 2, 3, 4], [2, 2, 1, 1]),
      // −a²/2 − log √(2π)
      oldLogProbs: ndArray(
        [1, 2, 3, 4].map((a) => (-a * a) / 2 - 0.5 * Math.log(2 * Math.PI)),
        [2, 2, 1],
      ),
      advantages: ndArray([3, -5, 1, 5], [2, 2, 1, 1]),
      returns: ndArray([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2]),
    };
    return { config, model: tinyModel(sizes, config), state, batch };
  }

  /** Of the head biases, where ∂L/∂μ = −Â a. */
  const biasGradients = (problem: Problem, rows: number[][]) =>
    Array.from(takeRows(problem, rows).state.actor.mean.dataSync().slice(4, 6), (x) => 10 * x);

  it("normalises each one's advantages over its own part of the batch", () => {
    const problem = zeroPair({ advantageScope: "batch" });
    // 3 of 3 and 1 is one deviation above the mean, −5 of −5 and 5 one below.
    expectNumbers(biasGradients(problem, [[0], [1]]), [-1, 2], 4);
    expectNumbers(biasGradients(problem, [[2], [3]]), [3, -4], 4);
  });

  it("takes of each the rows that are named", () => {
    const problem = zeroPair({ advantageScope: "batch" });
    expectNumbers(biasGradients(problem, [[2], [1]]), [3, 2], 4);
    // Values are 0: the mean square of returns 5, 6 and 3, 4, halved for a mean over representatives.
    expectTensor(takeRows(problem, [[2], [1]]).metrics.valueLoss, ((25 + 36) / 2 + (9 + 16) / 2) / 2);
  });
});

describe("the assigner's logits", () => {
  it("rise for the representative that moved to what is good for the agent", async () => {
    const sizes = { ...CATEGORICAL, numAgents: 2 };
    const problem = await tinyProblem(sizes, {
      algorithm: "end-to-end",
      envsPerRepresentative: 4,
      batchSize: 4,
      minibatchSize: 4,
      transitions: 4,
    });
    // The first representative moved from transition 2 to 0, the second from 2 to 1.
    const moved = [...[0.1, 0, -0.1, 0], ...[0, 0.1, -0.1, 0]];
    // Transition 0 is good for the first agent, 1 for the second, 2 bad for both.
    const good = [...[1, 0], ...[0, 1], ...[-1, -1], ...[0, 0]];
    const oldLogProbs = shifted(
      problem.batch.oldLogProbs,
      moved.map((x) => -x),
    );
    const batch = { ...problem.batch, oldLogProbs, advantages: ndArray([...good, ...good], [1, 2, 4, 2]) };
    const { state } = takeStep(
      { ...problem, batch, state: { ...problem.state, assignment: zeroState(4) } },
      [0, 1, 2, 3],
    );
    // [k, n]; Adam's first step is the learning rate.
    expectTensor(state.assignment.theta, [2e-3, -2e-3, -2e-3, 2e-3]);
  });
});
