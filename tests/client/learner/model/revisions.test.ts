import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { areTrained } from "../../../../client/base/revisions.js";
import { type ActorConfig, actor, actorLayout } from "../../../../client/learner/model/actor.js";
import { keepStatistics } from "../../../../client/learner/model/observation-statistics.js";
import { trainedParameters } from "../../../../client/learner/model/revisions.js";
import { box } from "../../../../envs/index.js";

const CONFIG: ActorConfig = {
  ...{ numRepresentatives: 3, observationSize: 1, actionSpace: box([1], -1, 1), hiddenSizes: [1] },
  ...{ initialLogStd: -1, learnLogStd: false, squashMean: false },
};
/** The second was trained anew, and then the third. */
const REVISED: ActorConfig = { ...CONFIG, revisions: [0, 1, 2] };

describe("the parameters of revisions", () => {
  it("are a trunk for each revision, and a head for each representative", () => {
    expect(actorLayout(REVISED).map(({ name, shape }) => [name, shape])).toEqual([
      ["hidden0/weight", [1, 1]],
      ["hidden0/bias", [1]],
      ["revision1/hidden0/weight", [1, 1]],
      ["revision1/hidden0/bias", [1]],
      ["revision2/hidden0/weight", [1, 1]],
      ["revision2/hidden0/bias", [1]],
      ["head/weight", [3, 1, 1]],
      ["head/bias", [3, 1, 1]],
    ]);
  });

  it("are trained where they belong to the latest", () => {
    expect(areTrained([0, 2, 1, 2])).toEqual([false, true, false, true]);
    expect([...trainedParameters(actorLayout(REVISED), [0, 1, 2])]).toEqual([
      0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1,
    ]);
  });

  it("lose the trunk of a revision of which no policy is left", () => {
    const names = actorLayout({ ...CONFIG, revisions: [2, 1, 2] }).map(({ name }) => name);
    expect(names.filter((name) => name.endsWith("hidden0/bias"))).toEqual([
      "revision1/hidden0/bias",
      "revision2/hidden0/bias",
    ]);
  });
});

it("each representative acts by the trunk of its revision and its own head", () => {
  const parameters = {
    "hidden0/weight": tf.tensor2d([[1]]),
    "hidden0/bias": tf.tensor1d([0]),
    "revision1/hidden0/weight": tf.tensor2d([[2]]),
    "revision1/hidden0/bias": tf.tensor1d([0]),
    "revision2/hidden0/weight": tf.tensor2d([[3]]),
    "revision2/hidden0/bias": tf.tensor1d([0]),
    "head/weight": tf.tensor3d([[[1]], [[10]], [[100]]]),
    "head/bias": tf.tensor3d([[[0]], [[0]], [[0]]]),
  };
  const policy = actor(REVISED, parameters, tf.fill([3, 1, 1], 0.1) as tf.Tensor3D);
  const means = policy.kind === "gaussian" ? [...policy.mean.dataSync()] : [];
  // tanh 0.1, 10 tanh 0.2 and 100 tanh 0.3.
  expect(means).toEqual([0.099668, 1.9737532, 29.1312612].map((mean) => expect.closeTo(mean, 5)));
});

it("statistics of representatives that stay do not change", () => {
  const statistics = (count: number, values: number[]) => ({
    ...{ count, mean: Float64Array.from(values), variance: Float64Array.from(values, (value) => value / 10) },
  });
  const kept = keepStatistics(statistics(9, [1, 2, 3, 4]), statistics(5, [5, 6, 7, 8]), [false, true]);
  expect(kept).toEqual(statistics(9, [5, 6, 3, 4]));
});
