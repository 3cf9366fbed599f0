import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";
import { choiceOf, chooseEngine } from "../../../client/engines/choose-engine.js";

describe("chooseEngine", () => {
  it("takes the compiled one by itself, and has no excuse", async () => {
    const { engine, fallbackReason } = await chooseEngine({ engine: "auto", backend: "auto" });
    expect(engine).toMatchObject({ name: "compiled", backend: "onnxruntime" });
    expect(fallbackReason).toBeUndefined();
  });

  it.each(["cpu", "wasm"] as const)("takes the eager one if its backend is named: %s", async (backend) => {
    const { engine, fallbackReason } = await chooseEngine({ engine: "auto", backend });
    expect(engine).toMatchObject({ name: "eager", backend });
    expect(tf.getBackend()).toBe(backend);
    expect(fallbackReason).toBeUndefined();
  });

  it("takes the eager one if it is asked for, on the best backend, and says why that is not the native one", async () => {
    const best = await chooseBackend("auto");
    const { engine, fallbackReason } = await chooseEngine({ engine: "eager", backend: "auto" });
    expect(engine).toMatchObject({ name: "eager", backend: best.name });
    expect(fallbackReason).toBe(best.fallbackReason);
  });

  it("takes the eager one on the backend that is asked for with it", async () => {
    const { engine } = await chooseEngine({ engine: "eager", backend: "cpu" });
    expect(engine).toMatchObject({ name: "eager", backend: "cpu" });
  });

  it("takes the compiled one if it is asked for", async () => {
    const { engine } = await chooseEngine({ engine: "compiled", backend: "auto" });
    expect(engine).toMatchObject({ name: "compiled", backend: "onnxruntime" });
  });

  it("says what the native backend lacks if it is asked for", async ({ skip }) => {
    const { name, fallbackReason } = await chooseBackend("auto");
    if (name === "tensorflow") return skip("it can be had here");
    await expect(chooseEngine({ engine: "auto", backend: "tensorflow" })).rejects.toThrow(fallbackReason);
  });
});

describe("choiceOf", () => {
  it.each([
    { engine: "auto", backend: "auto" },
    { engine: "auto", backend: "cpu" },
    { engine: "eager", backend: "wasm" },
  ] as const)("names the engine again that $engine, $backend gave", async (choice) => {
    const { engine } = await chooseEngine(choice);
    const { engine: again } = await chooseEngine(choiceOf(engine.backend));
    expect(again).toMatchObject({ name: engine.name, backend: engine.backend });
  });
});
