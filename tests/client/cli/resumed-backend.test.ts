import { join } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { runCaucus } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

it("a resumed run stays on its backend, and says so if it must not", async () => {
  const cwd = await scratch();
  const path = join(cwd, "run");
  const settings = flagsOf(tinySettings("resource-gathering", "em"));
  expect((await runCaucus(cwd, ["train", "--out", path, "--backend", "cpu", ...settings])).code).toBe(0);
  const same = await runCaucus(cwd, ["train", "--resume", "--out", path]);
  expect(same.stderr).not.toContain("bit for bit");
  const other = await runCaucus(cwd, ["train", "--resume", "--out", path, "--backend", "wasm"]);
  expect(other.stderr).toContain("the run was on cpu; on wasm it goes on, but not bit for bit\n");
  expect(other.code).toBe(0);
});
