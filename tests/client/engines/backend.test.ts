import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";

it.each(["cpu", "wasm"] as const)("loads %s when it is asked for", async (name) => {
  expect(await chooseBackend(name)).toEqual({ name });
  expect(tf.getBackend()).toBe(name);
});

it("by itself takes the native backend, or else WebAssembly and says why", async () => {
  const { name, fallbackReason } = await chooseBackend("auto");
  expect(tf.getBackend()).toBe(name);
  expect(["tensorflow", "wasm"]).toContain(name);
  if (name === "wasm")
    expect(fallbackReason).toMatch(/^@tensorflow\/tfjs-node (is not installed|does not work)/);
  else expect(fallbackReason).toBeUndefined();
});

it("refuses the native backend with the reason why it cannot be had", async ({ skip }) => {
  const { name, fallbackReason } = await chooseBackend("auto");
  if (name === "tensorflow") return skip("it can be had here");
  await expect(chooseBackend("tensorflow")).rejects.toThrow(fallbackReason);
});
