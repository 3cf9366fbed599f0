// Models are loaded once, and again if that failed.
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { HOPPER } from "../../envs/mujoco/hopper.js";
import { loadModel } from "../../envs/mujoco/model.js";
import { createShared } from "../../envs/mujoco/shared.js";

test("a failed load is tried again, and a successful one is shared", async () => {
  const outcomes = [new Error("not yet"), new Error("nor now"), "made"];
  let calls = 0;
  const shared = createShared(async () => {
    const outcome = outcomes[calls++];
    if (outcome instanceof Error) throw outcome;
    return { outcome };
  });
  const together = [shared(), shared()];
  for (const attempt of together) await expect(attempt).rejects.toThrow("not yet");
  await expect(shared()).rejects.toThrow("nor now");
  const made = await shared();
  expect(await shared()).toBe(made);
  expect([made.outcome, calls]).toEqual(["made", 3]);
});

test("a model whose file was missing, or no model, is loaded once it is there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caucus-model-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "robot.xml");
  const url = pathToFileURL(path);
  await expect(loadModel(url)).rejects.toThrow("ENOENT");
  await writeFile(path, "<no-robot/>");
  await expect(loadModel(url)).rejects.toThrow();
  await copyFile(HOPPER.model, path);
  const model = await loadModel(url);
  expect(model.model.nq).toBe(HOPPER.numPositions);
  expect(await loadModel(url)).toBe(model);
});
