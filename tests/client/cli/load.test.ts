// An environment of the user's own, in the embedded server and in one that has it.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus, startServerProcess } from "./support/program.js";
import { flagsOf, readTimelessRows } from "./support/runs.js";

const EXAMPLE = fileURLToPath(new URL("../../../envs/examples/thermostat.js", import.meta.url));
const SETTINGS = flagsOf(tinySettings("thermostat", "em"));

it("trains on it, evaluates it, and gets the same from a server that loads it", async () => {
  const cwd = await scratch();
  const train = (...more: string[]) => runCaucus(cwd, ["train", ...SETTINGS, ...more]);
  expect(await train("--out", "own", "--load", EXAMPLE)).toMatchObject({ code: 0 });
  const { address } = await startServerProcess(0, ["--load", EXAMPLE]);
  expect(await train("--out", "served", "--server", address)).toMatchObject({ code: 0 });
  const rows = await readTimelessRows(join(cwd, "own"));
  expect(rows).toHaveLength(6);
  expect(await readTimelessRows(join(cwd, "served"))).toEqual(rows);
  const evaluated = await runCaucus(cwd, ["evaluate", "--run", "own", "--load", EXAMPLE]);
  expect(evaluated).toMatchObject({ code: 0 });
  expect(evaluated.stdout).toContain("thermostat, em, k = 2, n = 10");
});

it("refuses a module beside a server, which has its own", async () => {
  const sentence =
    "--load: expected no --server beside it, got localhost:1: give --load to that caucus-server";
  const flags = ["--load", EXAMPLE, "--server", "localhost:1"];
  await expectRefusal(await scratch(), ["train", "--out", "run", ...SETTINGS, ...flags], sentence, 2);
});

it("says what the server says of a module that is not there", async () => {
  const sentence = "load: expected a file with a JavaScript module, got none there (/no-such.mjs)";
  const { code, stderr } = await runCaucus(await scratch(), ["train", ...SETTINGS, "--load", "/no-such.mjs"]);
  expect(stderr).toContain(`caucus-server: ${sentence}\n`);
  expect(code).toBe(1);
});
