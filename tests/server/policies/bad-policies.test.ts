// What anyone may send as a policy or a rollout: each a clear error, and the session as it was.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  GraphProto,
  type ModelProto,
  NodeProto,
  AttributeProto_AttributeType as Type,
} from "../../../proto/gen/onnx/onnx.js";
import {
  ActionChoice,
  AutoresetMode,
  DataType,
  encodeTensor,
  type RolloutRequest,
} from "../../../proto/index.js";
import {
  attribute,
  gaussianParts,
  integers,
  type ModelParts,
  modelOf,
  node,
  value,
  weight,
} from "../support/policies.js";
import { openSession, type TestSession } from "../support/session.js";
import { rejection } from "../support/stream.js";
import { type Hosted, hostInProcess } from "../support/transports.js";

const FIELDS = { environmentId: "half-cheetah", numEnvironments: 3 };
const GOOD = modelOf(gaussianParts(17, 6));
const int32 = (...values: number[]) =>
  encodeTensor(DataType.DATA_TYPE_INT32, [values.length], Int32Array.from(values));

/** The good model, changed. */
function changed(change: (parts: ModelParts) => void, more: Partial<ModelProto> = {}): Uint8Array {
  const parts = gaussianParts(17, 6);
  change(parts);
  return modelOf(parts, more);
}

const graph = GraphProto.fromPartial({ name: "body" });

const BAD_MODELS: Record<string, [model: Uint8Array, message: RegExp]> = {
  "no bytes": [new Uint8Array(), /expected an ONNX model with a graph, got 0 bytes without one/],
  "bytes that are no model": [Uint8Array.of(7, 7, 7), /expected an ONNX model, got 3 bytes that are none/],
  "text that is no model": [Buffer.from("not a model"), /expected an ONNX model/],
  "an unknown operator": [
    changed(({ nodes }) => (nodes[1] = node("Frobnicate", ["hidden"], ["mean"]))),
    /only operators that policies may use .*got "Frobnicate"/,
  ],
  "random numbers": [
    changed(({ nodes }) => (nodes[1] = node("RandomNormalLike", ["hidden"], ["mean"]))),
    /got "RandomNormalLike"/,
  ],
  "an endless loop": [
    changed(
      ({ nodes }) =>
        (nodes[1] = node("Loop", ["hidden"], ["mean"], [attribute("body", Type.GRAPH, { g: graph })])),
    ),
    /expected operators without graphs inside, got attribute "body" of "Loop"/,
  ],
  "an operator of another domain": [
    changed(({ nodes }) => (nodes[1] = NodeProto.fromPartial({ ...nodes[1], domain: "com.example" }))),
    /ONNX' own operators only, got "Tanh" of domain "com.example"/,
  ],
  functions: [changed(() => {}, { functions: [{ name: "f" }] }), /expected no functions, got 1/],
  "data in another file": [
    changed(({ weights }) => (weights[0] = { ...weights[0], dataLocation: 1 })),
    /weight "W": expected data within the model, got data in another file/,
  ],
  "a weight that is NaN": [
    changed(({ weights }) => (weights[1] = weight("b", [6], [0, 0, Number.NaN, 0, 0, 0]))),
    /weight "b": expected numbers, got NaN/,
  ],
  "another input": [
    changed(({ inputs, nodes }) => {
      inputs[0] = value("state", "batch", 17);
      nodes[0] = node("Gemm", ["state", "W", "b"], ["hidden"]);
    }),
    /expected input observation, got state/,
  ],
  "an input too many": [
    changed(({ inputs }) => inputs.push(value("goal", "batch", 2))),
    /got observation, goal/,
  ],
  "observations of another size": [
    changed(({ inputs }) => (inputs[0] = value("observation", "batch", 11))),
    /input "observation": expected \[B, 17\] of float32, with any B, got \[batch, 11\]/,
  ],
  "a fixed number of environments": [
    changed(({ inputs }) => (inputs[0] = value("observation", 3, 17))),
    /with any B, got \[3, 17\]/,
  ],
  "other outputs": [changed(({ outputs }) => outputs.pop()), /expected output mean and log_std, got mean/],
  "an output of another size": [
    changed(({ weights }) => {
      weights[0] = weight("W", [17, 5], new Float32Array(85));
      weights[1] = weight("b", [5], new Float32Array(5));
    }),
    /output "mean": expected \[B, 6\], got \[B, 5\]/,
  ],
  "weights that do not fit": [
    changed(({ weights }) => (weights[0] = weight("W", [18, 6], new Float32Array(108)))),
    /a model that ONNX Runtime takes, got one that it refuses/,
  ],
  "a weight shorter than its shape": [
    changed(({ weights }) => (weights[0] = weight("W", [17, 6], [1, 2, 3]))),
    /a model that ONNX Runtime takes, got one that it refuses/,
  ],
  "results that take gigabytes": [
    changed(({ nodes, weights }) => {
      weights.push(integers("large", [60_000, 60_000]));
      nodes.push(node("Expand", ["hidden0", "large"], ["giant"]));
      weights.push(weight("hidden0", [1], [1]));
    }),
    /at most 67108864 numbers in its results for all environments, got 36\d+/,
  ],
  "a product that takes an hour": [
    changed(({ nodes, weights }) => {
      weights.push(integers("shape", [7000, 7000]), weight("one", [1], [1]));
      nodes.push(
        node("Expand", ["one", "shape"], ["square"]),
        node("MatMul", ["square", "square"], ["product"]),
      );
    }),
    /at most \d+ (multiplications a step|numbers in its results)/,
  ],
  "more operators than there is time for": [
    changed(({ nodes }) => {
      for (let i = 0; i < 5000; i++) nodes.push(node("Identity", ["hidden"], [`copy${i}`]));
    }),
    /at most 4096 operators, got 5003/,
  ],
};

describe("refused, and the session goes on", () => {
  let hosted: Hosted;
  let session: TestSession;
  const put = (...models: Uint8Array[]) =>
    session.stream.request(session.next, {
      $case: "putPolicies",
      value: { policies: models.map((model, i) => ({ name: `p${i}`, model })) },
    });
  const rollOut = (request: Partial<RolloutRequest> = {}) => {
    const defaults = { numSteps: 2, policies: int32(0, 0, 0), actionChoice: 0, noiseSeed: 0, firstStep: 0 };
    return session.stream.request(session.next, { $case: "rollout", value: { ...defaults, ...request } });
  };

  beforeAll(async () => {
    hosted = await hostInProcess({ workers: 2 });
    session = await openSession(hosted.service, FIELDS);
    await session.reset();
  });
  afterAll(() => hosted.close());

  it("a rollout without policies", async () => {
    expect(await rejection(rollOut())).toMatchObject({ reason: "NO_POLICIES" });
  });

  it.each(Object.entries(BAD_MODELS))("%s", async (_, [model, message]) => {
    expect((await rejection(put(GOOD, model))).message).toMatch(message);
  });

  it("no policies, more than may be, and more bytes than may be", async () => {
    expect((await rejection(put())).message).toContain("policies: expected at least 1, got 0");
    expect((await rejection(put(...Array(5000).fill(GOOD)))).message).toContain(
      "at most 4096 of them, got 5000",
    );
    const large = await rejection(put(new Uint8Array(2 ** 23 + 1)));
    expect(large).toMatchObject({ reason: "LIMIT" });
    expect(large.message).toContain("policies: expected at most 8388608 bytes of policies, got 8388609");
  });

  it("those that were there stay when others are refused", async () => {
    await put(GOOD);
    session.next++;
    await rejection(put(BAD_MODELS["a weight that is NaN"][0]));
    const { observations } = await rollOut();
    session.next++;
    expect(observations!.shape).toEqual([2, 3, 17]);
  });

  const BAD_ROLLOUTS: Record<string, [request: Partial<RolloutRequest>, message: RegExp]> = {
    "no steps": [{ numSteps: 0 }, /num_steps: expected at least 1, got 0/],
    "a policy that is not there": [
      { policies: int32(0, 0, 1) },
      /policies: expected numbers from 0 to 0, got 1 for/,
    ],
    "a policy below the first": [{ policies: int32(0, -1, 0) }, /got -1 for environment 1/],
    "policies for too few": [{ policies: int32(0) }, /policies: expected .*\[3\]/],
    "no choice of actions": [
      { actionChoice: 9 as ActionChoice },
      /action_choice: expected SAMPLE or MODE, got 9/,
    ],
    "a step number that is no number": [
      { firstStep: Number.MAX_SAFE_INTEGER },
      /first_step: expected a number from 0/,
    ],
  };

  it.each(Object.entries(BAD_ROLLOUTS))("a rollout of %s", async (_, [request, message]) => {
    expect((await rejection(rollOut(request))).message).toMatch(message);
  });

  it("more steps than an answer has room for, naming how many fit", async () => {
    const error = await rejection(rollOut({ numSteps: 10_000_000 }));
    expect(error.reason).toBe("LIMIT");
    const most = Number(/at most (\d+), whose answer fits/.exec(error.message)![1]);
    expect((await rejection(rollOut({ numSteps: most + 1 }))).reason).toBe("LIMIT");
    expect((await rollOut({ numSteps: most })).observations!.shape[0]).toBe(most);
    session.next++;
  });

  it("a policy that gives no numbers: environments are as they were", async () => {
    // The logarithm of a negative number, once the cheetah has moved.
    const failing = changed(({ nodes }) => {
      nodes[1] = node("Log", ["hidden"], ["mean"]);
    });
    const before = await session.save();
    await put(failing);
    session.next++;
    const error = await rejection(rollOut({ numSteps: 5, actionChoice: ActionChoice.ACTION_CHOICE_MODE }));
    expect(error.reason).toBe("REQUEST_FAILED");
    expect(error.message).toMatch(
      /policy "p0": expected finite numbers, got NaN .* in environment \d at step \d/,
    );
    expect(await session.save()).toEqual(before);
  });
});

it("autoreset that is disabled takes one step at a time", async () => {
  const { service, close } = await hostInProcess();
  const disabled = AutoresetMode.AUTORESET_MODE_DISABLED;
  const session = await openSession(service, { ...FIELDS, autoresetMode: disabled });
  await session.reset();
  const value = { numSteps: 2, policies: int32(0, 0, 0), actionChoice: 0, noiseSeed: 0, firstStep: 0 };
  const error = await rejection(session.stream.request(session.next, { $case: "rollout", value }));
  expect(error.message).toContain("num_steps: expected 1 where autoreset is disabled, got 2");
  await close();
});

it("a server that takes no policies says so", async () => {
  const { service, close } = await hostInProcess({ policies: false });
  expect((await service.getServerInfo({})).limits!.maxPolicyBytes).toBe(0);
  const session = await openSession(service, FIELDS);
  const policies = [{ name: "p", model: GOOD }];
  const error = await rejection(
    session.stream.request(session.next, { $case: "putPolicies", value: { policies } }),
  );
  expect(error).toMatchObject({ reason: "POLICIES" });
  await close();
});
