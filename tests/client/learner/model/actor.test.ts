import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ActorConfig,
  actor,
  actorLayout,
  policyEntropy,
  policyLogProb,
} from "../../../../client/learner/model/actor.js";
import {
  initializeParameters,
  type Parameters,
  unflatten,
} from "../../../../client/learner/model/parameters.js";
import { box, createRng, discrete } from "../../../../envs/index.js";
import { expectTensor } from "../../support/tensors.js";

const CONFIG: ActorConfig = {
  numRepresentatives: 2,
  observationSize: 3,
  actionSpace: box([2], [-1, 0], [1, 4]),
  hiddenSizes: [4, 5],
  initialLogStd: -0.5,
  learnLogStd: true,
  squashMean: false,
};

const OBSERVATIONS = tf.tensor3d([
  [
    [1, 2, 3],
    [-1, 0, 1],
  ],
  [
    [0, 1, 0],
    [2, 2, 2],
  ],
]);

const parametersOf = (config: ActorConfig): Parameters => {
  const layout = actorLayout(config);
  return unflatten(tf.tensor1d(initializeParameters(layout, createRng(0))), layout);
};

/** The Gaussian's mean, or the logits: [k, m, a]. */
function outputs(config: ActorConfig, parameters: Parameters, observations = OBSERVATIONS): tf.Tensor3D {
  const policy = actor(config, parameters, observations);
  return policy.kind === "gaussian" ? policy.mean : policy.logits;
}

describe("actorLayout", () => {
  const shapes = (config: ActorConfig) =>
    Object.fromEntries(actorLayout(config).map(({ name, shape }) => [name, shape]));

  it("has a trunk for all and a head for each", () => {
    expect(shapes(CONFIG)).toEqual({
      "hidden0/weight": [3, 4],
      "hidden0/bias": [4],
      "hidden1/weight": [4, 5],
      "hidden1/bias": [5],
      "head/weight": [2, 5, 2],
      "head/bias": [2, 1, 2],
      logStd: [2, 1, 2],
    });
  });

  it("has an output for each action to choose from, and no deviation", () => {
    const discreteShapes = shapes({ ...CONFIG, actionSpace: discrete(7), hiddenSizes: [4] });
    expect(discreteShapes["head/weight"]).toEqual([2, 4, 7]);
    expect(discreteShapes).not.toHaveProperty("logStd");
  });

  it("has gains √2 in the trunk and 0.01 in the heads, and biases of 0", () => {
    const parameters = parametersOf(CONFIG);
    const norm = (name: string) => tf.norm(parameters[name]).dataSync()[0];
    expect(norm("hidden0/weight")).toBeCloseTo(Math.sqrt(2 * 3), 5);
    expect(norm("head/weight")).toBeCloseTo(0.01 * Math.sqrt(2 * 2), 6);
    for (const name of ["hidden0/bias", "hidden1/bias", "head/bias"]) expect(norm(name)).toBe(0);
    expectTensor(parameters.logStd, [[[-0.5, -0.5]], [[-0.5, -0.5]]]);
  });
});

describe("actor", () => {
  it("is tanh layers and a linear head", () => {
    const config = {
      ...CONFIG,
      numRepresentatives: 1,
      observationSize: 1,
      hiddenSizes: [1, 1],
      actionSpace: box([1], -1, 1),
    };
    const parameters = {
      "hidden0/weight": tf.tensor2d([[2]]),
      "hidden0/bias": tf.tensor1d([0.5]),
      "hidden1/weight": tf.tensor2d([[-1]]),
      "hidden1/bias": tf.tensor1d([0.1]),
      "head/weight": tf.tensor3d([[[3]]]),
      "head/bias": tf.tensor3d([[[0.25]]]),
      logStd: tf.tensor3d([[[0]]]),
    };
    const expected = 3 * Math.tanh(0.1 - Math.tanh(2 * 0.3 + 0.5)) + 0.25;
    expectTensor(outputs(config, parameters, tf.tensor3d([[[0.3]]])), [[[expected]]]);
  });

  it.each([
    ["Gaussian", CONFIG],
    ["categorical", { ...CONFIG, actionSpace: discrete(3) }],
  ] as const)("uses head j in representative j's states alone (%s)", (_, config) => {
    const parameters = parametersOf(config);
    const before = outputs(config, parameters).arraySync();
    const changed = tf.add(parameters["head/weight"], tf.tensor3d([[[0]], [[1]]]));
    const after = outputs(config, { ...parameters, "head/weight": changed }).arraySync();
    expect(after[0]).toEqual(before[0]);
    for (const [t, row] of after[1].entries()) expect(row).not.toEqual(before[1][t]);
  });

  it("gives equal states of one representative equal policies, and of another others", () => {
    const [first, second] = outputs(CONFIG, parametersOf(CONFIG), tf.ones([2, 2, 3])).arraySync();
    expect(first[0]).toEqual(first[1]);
    expect(first[0]).not.toEqual(second[0]);
  });
});

describe("squashMean", () => {
  const config = { ...CONFIG, squashMean: true };

  it("is tanh, scaled to the bounds", () => {
    const parameters = {
      ...parametersOf(config),
      "head/weight": tf.zeros([2, 5, 2]),
      "head/bias": tf.tensor3d([[[0, 0]], [[0.5, -1]]]),
    };
    const [first, second] = outputs(config, parameters).arraySync();
    expectTensor(tf.tensor(first), [
      [0, 2],
      [0, 2],
    ]);
    const squashed = [Math.tanh(0.5), 2 + 2 * Math.tanh(-1)];
    expectTensor(tf.tensor(second), [squashed, squashed]);
  });

  it("stays within the bounds, whatever the head says", () => {
    const parameters = parametersOf(config);
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), (bias) => {
        const means = outputs(config, { ...parameters, "head/bias": tf.fill([2, 1, 2], bias) })
          .arraySync()
          .flat();
        for (const [x, y] of means) {
          expect(Math.abs(x)).toBeLessThanOrEqual(1);
          expect(Math.abs(y - 2)).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("takes one bound for all components", () => {
    const one = { ...config, actionSpace: box([2], -3, 3) };
    const parameters = {
      ...parametersOf(one),
      "head/weight": tf.zeros([2, 5, 2]),
      "head/bias": tf.fill([2, 1, 2], 50),
    };
    expectTensor(outputs(one, parameters), [
      [
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [3, 3],
      ],
    ]);
  });
});

describe("the deviation", () => {
  const logStd = (config: ActorConfig, parameters: Parameters) => {
    const policy = actor(config, parameters, OBSERVATIONS);
    return policy.kind === "gaussian" ? policy.logStd.arraySync() : undefined;
  };

  it("is a parameter of each representative if it is learnt", () => {
    const learnt = [[[0, 1]], [[2, 3]]];
    expect(logStd(CONFIG, { ...parametersOf(CONFIG), logStd: tf.tensor3d(learnt) })).toEqual(learnt);
  });

  it("is what it is set to if it is not", () => {
    const fixed = { ...CONFIG, learnLogStd: false };
    expect(actorLayout(fixed).map(({ name }) => name)).not.toContain("logStd");
    expect(logStd(fixed, parametersOf(fixed))).toEqual([[[-0.5, -0.5]], [[-0.5, -0.5]]]);
  });
});

describe("a policy's log-probabilities and entropy", () => {
  it("are the Gaussian's", () => {
    const policy = {
      kind: "gaussian",
      mean: tf.zeros<tf.Rank.R3>([1, 2, 1]),
      logStd: tf.zeros<tf.Rank.R3>([1, 1, 1]),
    } as const;
    expectTensor(policyLogProb(policy, tf.tensor3d([[[0], [1]]])), [[-0.918939, -1.418939]]);
    expectTensor(policyEntropy(policy), [[1.418939]]);
  });

  it("are the categorical's", () => {
    const policy = { kind: "categorical", logits: tf.zeros<tf.Rank.R3>([1, 2, 4]) } as const;
    expectTensor(policyLogProb(policy, tf.tensor2d([[0, 3]], undefined, "int32")), [
      [-Math.log(4), -Math.log(4)],
    ]);
    expectTensor(policyEntropy(policy), [[Math.log(4), Math.log(4)]]);
  });
});
