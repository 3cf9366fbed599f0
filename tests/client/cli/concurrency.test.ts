// Several programs at once, in one directory.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { tinyConfig, tinySettings } from "../runs/support/settings.js";
import { referenceRows } from "../runs/support/train-run.js";
import { experimentScratch, tinyExperiment } from "./support/experiments.js";
import { eventually, processesIn } from "./support/processes.js";
import { runCaucus, startCaucus } from "./support/program.js";
import { flagsOf, readRows, readTimelessRows } from "./support/runs.js";

const LONG = { transitions: 256 * 40, checkpointEvery: 4 };
const settings = flagsOf(tinySettings("resource-gathering", "em"));
const longSettings = flagsOf(tinySettings("half-cheetah", "em", LONG));

it("four runs without a name get four directories", async () => {
  const cwd = await scratch();
  const ended = await Promise.all(Array.from({ length: 4 }, () => runCaucus(cwd, ["train", ...settings])));
  expect(ended.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0, 0, 0]);
  const names = [1, 2, 3, 4].map((number) => `resource-gathering-em-${number}`);
  expect((await readdir(join(cwd, "runs"))).sort()).toEqual(names);
  for (const name of names) {
    expect(await readdir(join(cwd, "runs", name))).toContain("summary.json");
    expect((await readdir(join(cwd, "runs", name))).filter((file) => file.startsWith(".lock"))).toEqual([]);
  }
});

it("if two begin the same run, one succeeds", async () => {
  const cwd = await scratch();
  const args = ["train", "--out", "run", ...settings];
  const ended = await Promise.all([runCaucus(cwd, args), runCaucus(cwd, args)]);
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(ended.find(({ code }) => code === 1)!.stderr).toMatch(
    /caucus: run is (in use by process|not empty)/,
  );
});

it("if two resume the same run, one succeeds, also after a process was killed", async () => {
  const cwd = await scratch();
  const begun = startCaucus(cwd, ["train", "--out", "run", ...longSettings]);
  await eventually(async () => expect((await readRows(join(cwd, "run"))).length).toBeGreaterThan(3));
  const refused = await runCaucus(cwd, ["train", "--resume", "--out", "run"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toBe(
    `caucus: run is in use by process ${begun.process.pid} on host ${hostname()}: wait for its end, or stop it\n`,
  );
  begun.process.kill("SIGKILL");
  await begun.ended;
  const ended = await Promise.all([1, 2].map(() => runCaucus(cwd, ["train", "--resume", "--out", "run"])));
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1]);
  const reference = await referenceRows(tinyConfig("half-cheetah", "em", LONG));
  expect(await readTimelessRows(join(cwd, "run"))).toEqual(reference);
});

it.each(["SIGINT", "SIGTERM"] as const)(
  "a run that %s ends before it begins leaves nothing",
  async (signal) => {
    const cwd = await scratch();
    const started = startCaucus(cwd, ["train", ...settings]);
    await eventually(async () => expect(await readdir(cwd)).toEqual(["runs"]));
    started.process.kill(signal);
    const { code, signal: endedBy, stderr } = await started.ended;
    // The signal ends the program, or the program catches it and ends with a code of its own.
    expect([`${signal}, null`, "null, 130"]).toContain(`${endedBy}, ${code}`);
    expect(stderr).not.toContain("Go on with");
    expect(await readdir(cwd)).toEqual([]);
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
  },
);

it("a run that cannot begin leaves the directory that it was given", async () => {
  const cwd = await scratch();
  await mkdir(join(cwd, "mine"));
  const args = ["train", "--out", "mine", "--server", "127.0.0.1:1", ...settings];
  expect(await runCaucus(cwd, args)).toMatchObject({ code: 1 });
  expect(await readdir(cwd)).toEqual(["mine"]);
  expect(await readdir(join(cwd, "mine"))).toEqual([]);
});

it("if two make the same experiment, one succeeds", async () => {
  const cwd = await experimentScratch();
  const args = tinyExperiment(0.001);
  const ended = await Promise.all([runCaucus(cwd, args), runCaucus(cwd, args)]);
  expect(ended.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(ended.find(({ code }) => code === 1)!.stderr).toMatch(
    /caucus: out is in use by process \d+ on host .*: wait for its end, or stop it\n$/,
  );
});

it("an experiment is refused a directory that holds something else, which stays as it was", async () => {
  const cwd = await experimentScratch();
  await mkdir(join(cwd, "out"));
  await writeFile(join(cwd, "out", "notes"), "");
  expect(await runCaucus(cwd, tinyExperiment(0.001))).toMatchObject({ code: 1 });
  expect(await readdir(join(cwd, "out"))).toEqual(["notes"]);
});
