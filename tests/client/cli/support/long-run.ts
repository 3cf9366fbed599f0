import { join } from "node:path";
import { expect } from "vitest";
import { tinyConfig, tinySettings } from "../../runs/support/settings.js";
import { referenceRows } from "../../runs/support/train-run.js";
import { eventually } from "./processes.js";
import { type Running, runCaucus, type ServerProcess, startCaucus } from "./program.js";
import { flagsOf, readRows, readTimelessRows } from "./runs.js";

const ITERATIONS = 20;
const LONG = { transitions: 256 * ITERATIONS, checkpointEvery: 3 };

/** Starts a run on a server; resolves when it is well on its way. */
export async function startLongRun(cwd: string, { address }: ServerProcess): Promise<Running> {
  const settings = flagsOf(tinySettings("half-cheetah", "em", LONG));
  const running = startCaucus(cwd, ["train", "--out", "run", "--server", address, ...settings]);
  await eventually(async () => expect((await readRows(join(cwd, "run"))).length).toBeGreaterThan(3));
  return running;
}

/** Resumes that run, and checks that it then is the run that never broke off. */
export async function expectResumes(cwd: string, servers: readonly string[]): Promise<void> {
  expect((await readRows(join(cwd, "run"))).length).toBeLessThan(ITERATIONS);
  const flags = servers.flatMap((address) => ["--server", address]);
  expect(await runCaucus(cwd, ["train", "--resume", "--out", "run", ...flags])).toMatchObject({ code: 0 });
  await expectWholeRun(join(cwd, "run"));
}

/** Checks that a run is, row for row, the one that nothing happened to. */
export async function expectWholeRun(run: string): Promise<void> {
  const reference = await referenceRows(tinyConfig("half-cheetah", "em", LONG));
  expect(await readTimelessRows(run)).toEqual(reference);
}
