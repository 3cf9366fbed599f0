import { join } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus, without } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const SETTINGS = flagsOf(tinySettings("resource-gathering", "em"));

it("a resumed run stays on its backend, and says so if it must not", async () => {
  const cwd = await scratch();
  const path = join(cwd, "run");
  expect((await runCaucus(cwd, ["train", "--out", path, "--backend", "cpu", ...SETTINGS])).code).toBe(0);
  const same = await runCaucus(cwd, ["train", "--resume", "--out", path]);
  expect(same.stderr).not.toContain("bit for bit");
  const other = await runCaucus(cwd, ["train", "--resume", "--out", path, "--backend", "wasm"]);
  expect(other.stderr).toContain("the run was on cpu; on wasm it goes on, but not bit for bit\n");
  expect(other.code).toBe(0);
});

it("a resumed run stays on the compiled engine, which is what a run takes by itself", async () => {
  const cwd = await scratch();
  const begun = await runCaucus(cwd, ["train", "--out", "run", ...SETTINGS]);
  expect(begun).toMatchObject({ code: 0 });
  expect(begun.stderr).not.toContain("TensorFlow.js");
  const same = await runCaucus(cwd, ["train", "--resume", "--out", "run"]);
  expect(same.stderr).not.toContain("bit for bit");
  const flags = ["--engine", "eager", "--backend", "wasm"];
  const other = await runCaucus(cwd, ["train", "--resume", "--out", "run", ...flags]);
  expect(other.stderr).toContain("the run was on onnxruntime; on wasm it goes on, but not bit for bit\n");
  expect(other.code).toBe(0);
});

it("a run takes the eager engine where ONNX Runtime cannot be loaded, and says why", async () => {
  const cwd = await scratch();
  const env = without("onnxruntime-node");
  const { code, stderr } = await runCaucus(cwd, ["train", "--out", "run", ...SETTINGS], { env });
  expect(stderr).toMatch(
    /^TensorFlow\.js runs on (tensorflow|wasm): onnxruntime-node cannot be loaded: not found\n/,
  );
  expect(code).toBe(0);
});
