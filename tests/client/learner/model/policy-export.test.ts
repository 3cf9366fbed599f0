import { describe, expect, it } from "vitest";
import {
  initialStatistics,
  observationScale,
} from "../../../../client/learner/model/observation-statistics.js";
import { exportPolicy } from "../../../../client/learner/model/policy-export.js";
import { ModelProto } from "../../../../proto/gen/onnx/onnx.js";
import { CATEGORICAL, GAUSSIAN, tinyProblem } from "../../support/problem.js";

describe("a policy's file", () => {
  it.each([
    ["continuous", GAUSSIAN, ["Mul", "Add"]],
    ["discrete", CATEGORICAL, []],
  ] as const)("has an operator for each step and no more, %s actions", async (_, sizes, more) => {
    const { model, state } = await tinyProblem(sizes, { hiddenSizes: [3, 2] });
    const { numRepresentatives: k, observationSize: d } = sizes;
    const scale = observationScale(initialStatistics(k * d), k);
    const file = exportPolicy(model, state.actor.theta.data as Float32Array, scale, 0);
    const layer = ["MatMul", "Add"];
    expect(ModelProto.decode(file).graph!.node.map(({ opType }) => opType)).toEqual([
      ...["Neg", "Sub", "Div", "Min", "Max"],
      ...[...layer, "Tanh", ...layer, "Tanh", ...layer],
      ...more,
    ]);
  });
});
