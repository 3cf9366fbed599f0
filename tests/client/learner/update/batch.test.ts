import "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { TrainConfigInput } from "../../../../client/config/train-config.js";
import { chooseBackend } from "../../../../client/engines/backend.js";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import { eagerEngine } from "../../../../client/engines/eager.js";
import { type Arrays, ndArray } from "../../../../client/jit/nd-array.js";
import { initializeModel, type Sizes } from "../../../../client/learner/model/model.js";
import { createRollout, type Rollout } from "../../../../client/learner/rollout/rollout.js";
import { explainedVariance } from "../../../../client/ops/explained-variance.js";
import type { ObservationScale } from "../../../../client/ops/normalization.js";
import { createRng, discrete } from "../../../../envs/index.js";
import {
  CATEGORICAL,
  GAUSSIAN,
  judge,
  tinyConfig,
  tinyEpoch,
  tinyModel,
  tinyProblem,
  tinyRates,
  tinyRollout,
} from "../../support/problem.js";
import { expectArray, expectNumbers } from "../../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

const identityScale = (k: number, d: number): Arrays<ObservationScale> => ({
  mean: ndArray(new Float32Array(k * d), [k, 1, d]),
  deviation: ndArray(new Float32Array(k * d).fill(1), [k, 1, d]),
  limit: ndArray([Number.POSITIVE_INFINITY]),
});

describe("one representative with V(s) = tanh(s), γ = ½, λ = 0", () => {
  const sizes: Sizes = { numRepresentatives: 1, numAgents: 1, observationSize: 1, actionSpace: discrete(2) };
  const V = Math.tanh;

  /** Three steps: one that goes on, one that terminates, one that is truncated. */
  function threeSteps(): Rollout {
    const rollout = createRollout(sizes, 3, 1);
    rollout.observations.set([0.1, 0.2, 0.3]);
    rollout.nextObservations.set([0.2, 0.9, 0.8]);
    rollout.rewards.set([1, 2, 3]);
    rollout.terminated.set([0, 1, 0]);
    rollout.done.set([0, 1, 1]);
    return rollout;
  }

  function batchOf(settings: TrainConfigInput = {}, scale = identityScale(1, 1)) {
    const sizesOfBatch = {
      envsPerRepresentative: 1,
      batchSize: 3,
      minibatchSize: 3,
      transitions: 3,
      hiddenSizes: [1],
    };
    const config = tinyConfig(sizes, { ...sizesOfBatch, discount: 0.5, gaeDecay: 0, ...settings });
    const model = tinyModel(sizes, config);
    const state = initializeModel(model, createRng(0));
    // Trunk weight and bias, head weight and bias.
    const critic = { ...state.critic, theta: ndArray([1, 0, 1, 0], [4]) };
    return judge({ config, model, state: { ...state, critic } }, threeSteps(), scale);
  }

  it("bootstraps from the final observation at a truncation, and not at a termination", async () => {
    const { advantages, returns } = await batchOf();
    const expected = [1 + 0.5 * V(0.2) - V(0.1), 2 - V(0.2), 3 + 0.5 * V(0.8) - V(0.3)];
    expectNumbers(advantages.data, expected);
    expectNumbers(returns.data, [1 + 0.5 * V(0.2), 2, 3 + 0.5 * V(0.8)]);
  });

  it("bootstraps at neither if bootstrapping at truncations is off", async () => {
    const { returns } = await batchOf({ bootstrapTruncated: false });
    expectNumbers(returns.data, [1 + 0.5 * V(0.2), 2, 3]);
  });

  it("lets no advantage through the end of an episode", async () => {
    const { advantages } = await batchOf({ gaeDecay: 1 });
    const [first, second] = advantages.data;
    expect(second).toBeCloseTo(2 - V(0.2), 5);
    expect(first).toBeCloseTo(1 + 0.5 * V(0.2) - V(0.1) + 0.5 * (2 - V(0.2)), 5);
  });

  it("normalises observations before and after the step", async () => {
    const scale = {
      mean: ndArray([0.1], [1, 1, 1]),
      deviation: ndArray([0.5], [1, 1, 1]),
      limit: ndArray([1.2]),
    };
    const { observations, returns } = await batchOf({}, scale);
    expectArray(observations, [[[[0]]], [[[0.2]]], [[[0.4]]]]);
    // The last successor would be 1.4, but for the limit.
    expectNumbers(returns.data, [1 + 0.5 * V(0.2), 2, 3 + 0.5 * V(1.2)]);
  });

  it("says how much of the returns' variance the values explain", async () => {
    const { returns, returnMoments, errorMoments } = await batchOf();
    const G = [...returns.data];
    const variance = (xs: number[]) => {
      const mean = xs.reduce((a, b) => a + b) / xs.length;
      return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;
    };
    const left = variance(G.map((x, t) => x - V([0.1, 0.2, 0.3][t])));
    const dataOf = ({ mean, variance }: typeof returnMoments) => ({
      mean: mean.data,
      variance: variance.data,
    });
    const explained = explainedVariance(dataOf(returnMoments), dataOf(errorMoments));
    expect(explained).toBeCloseTo(1 - left / variance(G), 5);
  });
});

describe("the order of a batch", () => {
  const [T, k, B] = [2, 2, 3];

  /** Every entry of [T, k, B, …] says where it is: 0.1 t + 0.01 j + 0.001 b. */
  function label(array: Float32Array | Int32Array, scale = 1): void {
    const width = array.length / (T * k * B);
    array.forEach((_, c) => {
      const row = Math.floor(c / width);
      const [t, j, b] = [Math.floor(row / (k * B)), Math.floor(row / B) % k, row % B];
      array[c] = scale * (100 * t + 10 * j + b);
    });
  }

  /** With values of 0 and γ = λ = 0: returns and advantages are rewards. */
  async function labelled(sizes: Sizes, settings: TrainConfigInput = {}) {
    const config = tinyConfig(sizes, {
      envsPerRepresentative: B,
      batchSize: T * B,
      minibatchSize: T * B,
      gaeDecay: 0,
      discount: 0,
      ...settings,
    });
    const rollout = createRollout(sizes, T, B);
    label(rollout.observations, 0.001);
    label(rollout.actions, 1);
    label(rollout.rewards, 1);
    const model = tinyModel(sizes, config);
    const state = initializeModel(model, createRng(0));
    const theta = { ...state.critic.theta, data: new Float32Array(state.critic.theta.data.length) };
    const problem = { config, model, state: { ...state, critic: { ...state.critic, theta } } };
    return judge(problem, rollout, identityScale(k, sizes.observationSize));
  }

  /** [T, k, B]. */
  const LABELS = [
    [
      [0, 1, 2],
      [10, 11, 12],
    ],
    [
      [100, 101, 102],
      [110, 111, 112],
    ],
  ];
  /** [T, k, B, width]. */
  const wide = (width: number, scale = 1) =>
    LABELS.map((step) => step.map((row) => row.map((x) => new Array<number>(width).fill(scale * x))));

  it("is the rollout's, [T, k, B]", async () => {
    const { observations, returns, actions } = await labelled(GAUSSIAN);
    expectArray(observations, wide(3, 0.001));
    expectArray(actions, wide(2));
    expectArray(returns, wide(3), 3);
  });

  it("is the same for actions to choose from", async () => {
    const { actions } = await labelled({ ...CATEGORICAL, actionSpace: discrete(200) });
    expect(actions.data).toBeInstanceOf(Int32Array);
    expectArray(actions, LABELS);
  });

  it("has advantages for every agent if the assigner is trained", async () => {
    const { advantages } = await labelled(GAUSSIAN, { algorithm: "end-to-end" });
    expectArray(advantages, wide(3), 3);
  });

  it("has advantages for every representative if it is not: sums over those it serves", async () => {
    const { advantages } = await labelled(GAUSSIAN, { algorithm: "em" });
    // The first serves agents 0 and 2, the second agent 1.
    expectArray(
      advantages,
      LABELS.map(([first, second]) => [first.map((x) => [2 * x]), second.map((x) => [x])]),
      3,
    );
  });
});

describe.each([
  ["compiled", compiledEngine],
  ["eager", eagerEngine],
] as const)("before any step, %s", (_, createEngine) => {
  it.each([
    ["continuous", GAUSSIAN],
    ["discrete", CATEGORICAL],
  ] as const)("ratios of %s actions are 1", async (_, sizes) => {
    const engine = createEngine();
    const problem = await tinyProblem(sizes, {}, engine);
    const { state, batch } = problem;
    // Representative j has environments 2 j and 2 j + 1 of four: [1, k, m].
    const rows = ndArray(
      Int32Array.of(...[0, 1, 4, 5, 8, 9, 12, 13], ...[2, 3, 6, 7, 10, 11, 14, 15]),
      [1, 2, 8],
    );
    const { y } = await tinyEpoch(
      problem,
      engine,
    )({
      carry: state,
      x: { rows },
      shared: { batch, rates: tinyRates() },
    });
    expect(y.approxKl.data[0]).toBe(0);
    expect(y.clipfrac.data[0]).toBe(0);
  });
});

describe("agents that count for more or less", () => {
  const WEIGHTS = [0, 0.5, 2.5];

  async function weighted(settings: TrainConfigInput, weights?: readonly number[]) {
    const problem = await tinyProblem(GAUSSIAN, settings);
    const { numRepresentatives: k, observationSize: d } = GAUSSIAN;
    const rollout = tinyRollout(GAUSSIAN, problem.config);
    return judge(problem, rollout, identityScale(k, d), compiledEngine(), weights);
  }

  /** What agent i's advantages are with one representative for all agents, [T · k · B, n]. */
  async function agentAdvantages(): Promise<number[][]> {
    const { advantages } = await weighted({ algorithm: "end-to-end" });
    return Array.from({ length: 8 * 2 }, (_, row) => [...advantages.data.subarray(row * 3, row * 3 + 3)]);
  }

  it("weigh in the advantages of their representative", async () => {
    const own = await agentAdvantages();
    const { advantages, returns } = await weighted({ algorithm: "em" }, WEIGHTS);
    // Agents 0 and 2 are representative 0's, agent 1 is the other's: rows are [T, k, B] with B = 2.
    const expected = own.map((row, c) => (Math.floor(c / 2) % 2 === 0 ? 2.5 * row[2] : 0.5 * row[1]));
    expectNumbers(advantages.data, expected, 5);
    expect(returns.data).toEqual((await weighted({ algorithm: "em" })).returns.data);
  });

  it("weigh in their own advantages where the assignment is trained", async () => {
    const own = await agentAdvantages();
    const { advantages } = await weighted({ algorithm: "end-to-end" }, WEIGHTS);
    expectNumbers(
      advantages.data,
      own.flatMap((row) => row.map((value, i) => WEIGHTS[i] * value)),
      5,
    );
  });
});
