import { expect, it } from "vitest";
import { loadRuntime } from "../../../proto/onnx-runtime.js";
import { createOrExplain } from "../../../serving/models/cost.js";
import { openSession } from "../../../serving/models/session.js";
import { gaussianParts, modelOf } from "../../server/support/policies.js";

const MODEL = modelOf(gaussianParts(3, 2, 1));

it("answers at once, with the bits of the public session", async () => {
  const ort = await loadRuntime();
  const session = await openSession(ort, MODEL, "model");
  const observations = Float32Array.from({ length: 30 }, (_, i) => Math.sin(i));
  const feeds = { observation: new ort.Tensor("float32", observations, [10, 3]) };
  const answer = session.run(feeds, ["mean"]);
  expect(answer).not.toBeInstanceOf(Promise);
  const results = await answer;
  expect(Object.keys(results)).toEqual(["mean"]);
  const open = await createOrExplain(ort, MODEL, "model");
  const { mean } = await open.run(feeds);
  expect(results.mean.data).toEqual(mean.data);
  expect(() => session.run({}, ["mean"])).toThrow();
  await session.release();
  await open.release();
});

it("says what is wrong with a model", async () => {
  const ort = await loadRuntime();
  await expect(openSession(ort, Uint8Array.of(1, 2, 3), "model")).rejects.toThrow(
    "model: expected a model that ONNX Runtime takes, got one that it refuses",
  );
});
