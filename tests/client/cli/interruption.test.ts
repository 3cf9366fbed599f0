// The real program, ended in all the ways programs end, goes on with --resume as if nothing had happened.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { ENVIRONMENTS, tinyConfig, tinySettings } from "../runs/support/settings.js";
import { referenceRows, type TimelessRow } from "../runs/support/train-run.js";
import { eventually, processesIn, SEES_PROCESSES, serversIn } from "./support/processes.js";
import { type Ended, type Running, runCaucus, startCaucus } from "./support/program.js";
import { flagsOf, readRows, readTimelessRows } from "./support/runs.js";

/** Enough iterations to stop between two of them. */
const ITERATIONS = 16;
const LONG = { transitions: 256 * ITERATIONS, checkpointEvery: 4 };

const ALGORITHM = { "resource-gathering": "em", "half-cheetah": "end-to-end" } as const;
const settingsOf = (env: string, more = {}) =>
  tinySettings(env, ALGORITHM[env as keyof typeof ALGORITHM], { ...LONG, ...more });
const references = new Map<string, TimelessRow[]>();

beforeAll(async () => {
  for (const env of ENVIRONMENTS) {
    const config = tinyConfig(env, ALGORITHM[env as keyof typeof ALGORITHM], LONG);
    references.set(env, await referenceRows(config));
  }
});

async function atRow(row: number, cwd: string): Promise<void> {
  await eventually(async () => expect((await readRows(join(cwd, "run"))).length).toBeGreaterThanOrEqual(row));
}

async function signalAtRow(row: number, cwd: string, run: Running, signal: NodeJS.Signals): Promise<Ended> {
  await atRow(row, cwd);
  run.process.kill(signal);
  return run.ended;
}

describe.each(ENVIRONMENTS)("%s", (env) => {
  it("ended by SIGKILL twice goes on, and its servers end with it", async () => {
    const cwd = await scratch();
    const firstKill = 1 + Math.floor(5 * Math.random());
    const secondKill = firstKill + 4;
    const started = startCaucus(cwd, ["train", "--out", "run", ...flagsOf(settingsOf(env))]);
    if (SEES_PROCESSES) await eventually(() => expect(serversIn(cwd)).toHaveLength(1));
    expect(await signalAtRow(firstKill, cwd, started, "SIGKILL")).toMatchObject({ signal: "SIGKILL" });
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));

    const resumed = startCaucus(cwd, ["train", "--resume", "--out", "run"]);
    await signalAtRow(secondKill, cwd, resumed, "SIGKILL");

    expect(await runCaucus(cwd, ["train", "--resume", "--out", "run"])).toMatchObject({ code: 0 });
    expect(await readTimelessRows(join(cwd, "run")), `killed at ${firstKill}`).toEqual(references.get(env));
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
  });
});

describe("half-cheetah", () => {
  const env = "half-cheetah";

  it("stopped by Ctrl-C has a checkpoint, says how to go on, and does", async () => {
    const cwd = await scratch();
    const settings = settingsOf(env, { checkpointEvery: 1000 });
    const started = startCaucus(cwd, ["train", "--out", "run", ...flagsOf(settings)]);
    const { code, stderr } = await signalAtRow(3, cwd, started, "SIGINT");
    expect(code).toBe(130);
    expect(stderr).toContain("Stopped. Go on with: caucus train --resume --out run\n");
    expect([...processesIn(cwd)]).toEqual([]);
    const written = await readTimelessRows(join(cwd, "run"));
    const name = `iteration-${String(written.length).padStart(6, "0")}.safetensors`;
    expect(await readdir(join(cwd, "run", "checkpoints"))).toEqual([name]);
    expect(written).toEqual(references.get(env)!.slice(0, written.length));

    expect(await runCaucus(cwd, ["train", "--resume", "--out", "run"])).toMatchObject({ code: 0 });
    expect(await readTimelessRows(join(cwd, "run"))).toEqual(references.get(env));
  });

  it("told to stop twice stops at once", async () => {
    const cwd = await scratch();
    // Its first iteration takes longer than the test may.
    const settings = settingsOf(env, { epochs: 1_000_000 });
    const started = startCaucus(cwd, ["train", "--out", "run", ...flagsOf(settings)]);
    await eventually(() => expect(existsSync(join(cwd, "run", "config.json"))).toBe(true));
    started.process.kill("SIGINT");
    await eventually(() => expect(started.stderr()).toContain("Stopping after this iteration"));
    started.process.kill("SIGINT");
    expect(await started.ended).toMatchObject({ code: 130 });
    expect(await readRows(join(cwd, "run"))).toEqual([]);
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
  });
});
