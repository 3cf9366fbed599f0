// Ctrl-C ends a learner soon, whatever it waits for, and what it says then is true.
import { readdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { experimentScratch, tinyExperiment } from "../client/cli/support/experiments.js";
import { startLongRun } from "../client/cli/support/long-run.js";
import { eventually, processesIn } from "../client/cli/support/processes.js";
import {
  type Ended,
  type Running,
  runCaucus,
  startCaucus,
  startServerProcess,
} from "../client/cli/support/program.js";
import { flagsOf, readRows } from "../client/cli/support/runs.js";
import { scratch } from "../client/runs/support/scratch.js";
import { tinySettings } from "../client/runs/support/settings.js";
import { type Lies, SILENCE, startHostileServer } from "./support/hostile-server.js";
import { TUNNEL } from "./support/tunnel-run.js";

/** What two seconds are on a machine that is busy with other things, in milliseconds. */
const SOON = 15_000;

const train = (...flags: string[]) => ["train", "--out", "run", ...flags];
const TUNNEL_FLAGS = flagsOf(
  tinySettings("tunnel", "em", { ...TUNNEL, transitions: 320, checkpointEvery: 1 }),
);

/** Signals a program, which is to end soon. */
async function interrupt(running: Running, signal: NodeJS.Signals = "SIGINT"): Promise<Ended> {
  const start = performance.now();
  running.process.kill(signal);
  const ended = await running.ended;
  expect(performance.now() - start).toBeLessThan(SOON);
  return ended;
}

/** Answers truly until a step, and then not at all; `noticed` resolves when it does not. */
function silentFrom(step: number): { readonly lies: Lies; readonly noticed: Promise<void> } {
  let notice = () => {};
  const noticed = new Promise<void>((resolve) => {
    notice = resolve;
  });
  const lies: Lies = {
    respond(truth, { action }, count) {
      if (action?.$case !== "step" || count < step) return [truth];
      notice();
      return SILENCE;
    },
  };
  return { lies, noticed };
}

/** A module with environments that is never loaded; `loading` resolves once a server tries to. */
async function stuckModule(cwd: string) {
  const path = join(cwd, "stuck.mjs");
  const marker = JSON.stringify(join(cwd, "loading"));
  await writeFile(
    path,
    `import { writeFileSync } from "node:fs"; writeFileSync(${marker}, ""); while (true);`,
  );
  return { path, loading: () => eventually(async () => expect(await readdir(cwd)).toContain("loading")) };
}

/** @returns a directory that holds a run which has ended */
async function trainedRun(): Promise<string> {
  const cwd = await scratch();
  const { address } = await startHostileServer({});
  const trained = await runCaucus(cwd, train("--server", address, ...TUNNEL_FLAGS));
  expect(trained, trained.stderr).toMatchObject({ code: 0 });
  return cwd;
}

describe("caucus train, interrupted once", () => {
  it("while its server is silent, says what is saved and how to go on, and does", async () => {
    const cwd = await scratch();
    // In the second iteration: one has 8 steps.
    const { lies, noticed } = silentFrom(10);
    const { address } = await startHostileServer(lies);
    const running = startCaucus(cwd, train("--server", address, ...TUNNEL_FLAGS));
    await noticed;
    const { code, stderr } = await interrupt(running);
    expect(code).toBe(130);
    expect(stderr).toMatch(
      new RegExp(
        `\\nStopped within an iteration, as server ${address} has not answered for \\d+ s; the checkpoint of ` +
          `iteration 1 is saved. Go on with: caucus train --resume --out run --server ${address}\\n$`,
      ),
    );
    expect(await readdir(join(cwd, "run", "checkpoints"))).toEqual(["iteration-000001.safetensors"]);
    const honest = await startHostileServer({});
    const resumed = await runCaucus(cwd, ["train", "--resume", "--out", "run", "--server", honest.address]);
    expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
  });

  it("before anything is saved, says so", async () => {
    const cwd = await scratch();
    const { lies, noticed } = silentFrom(1);
    const { address } = await startHostileServer(lies);
    const running = startCaucus(cwd, train("--server", address, ...TUNNEL_FLAGS));
    await noticed;
    const { code, stderr } = await interrupt(running);
    expect(code).toBe(130);
    expect(stderr).toContain("; no checkpoint is saved. Go on with: caucus train --resume --out run");
  });

  it.each<NodeJS.Signals>(["SIGSTOP", "SIGKILL"])("while its server is gone by %s", async (signal) => {
    const cwd = await scratch();
    const server = await startServerProcess();
    const running = await startLongRun(cwd, server);
    void server.kill(signal);
    const rows = (await readRows(join(cwd, "run"))).length;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await readRows(join(cwd, "run"))).length).toBeLessThanOrEqual(rows + 1);
    const { code, stderr } = await interrupt(running);
    expect(code).toBe(130);
    expect(stderr).toContain(
      `Stopped within an iteration, as server ${server.address} has not answered for `,
    );
    expect(stderr).toContain("Go on with: caucus train --resume --out run");
  });

  it("while it asks a server that is silent who it is", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    const connected = new Promise((resolve) => silent.once("connection", resolve));
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const running = startCaucus(await scratch(), train("--server", address, ...TUNNEL_FLAGS));
    await connected;
    const { code, stderr } = await interrupt(running);
    expect(code).toBe(130);
    expect(stderr).toContain("no checkpoint is saved.\n");
  });

  it.each<NodeJS.Signals>(["SIGINT", "SIGTERM"])(
    "by %s while its own server does not start",
    async (signal) => {
      const cwd = await scratch();
      const { path, loading } = await stuckModule(cwd);
      const running = startCaucus(cwd, train("--load", path, ...TUNNEL_FLAGS));
      await loading();
      expect(await interrupt(running, signal)).toMatchObject({ code: 130 });
      await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
    },
  );
});

it("caucus train, interrupted twice while its server is silent, ends at once", async () => {
  const { lies, noticed } = silentFrom(10);
  const { address } = await startHostileServer(lies);
  const running = startCaucus(await scratch(), train("--server", address, ...TUNNEL_FLAGS));
  await noticed;
  running.process.kill("SIGINT");
  await eventually(() => expect(running.stderr()).toContain("press Ctrl-C again to stop at once."));
  const { code, stderr } = await interrupt(running);
  expect(code).toBe(130);
  // It did not wait to see whether the server answers after all.
  expect(stderr).not.toContain("Stopped within an iteration");
});

describe("interrupted while its server is silent", () => {
  it.each(["evaluate", "replay"])("caucus %s ends", async (command) => {
    const cwd = await trainedRun();
    const { lies, noticed } = silentFrom(3);
    const { address } = await startHostileServer(lies);
    const running = startCaucus(cwd, [command, "--run", "run", "--server", address]);
    await noticed;
    expect(await interrupt(running)).toMatchObject({ signal: "SIGINT" });
  });
});

describe("interrupted while its own server does not start", () => {
  it.each(["evaluate", "replay"])("caucus %s ends, and the server too", async (command) => {
    const cwd = await trainedRun();
    const { path, loading } = await stuckModule(cwd);
    const running = startCaucus(cwd, [command, "--run", "run", "--load", path]);
    await loading();
    expect(await interrupt(running)).toMatchObject({ code: 130 });
    await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
  });
});

it("caucus experiment, interrupted while the server of its runs is stopped, ends with all of them", async () => {
  const cwd = await experimentScratch();
  const server = await startServerProcess();
  const running = startCaucus(cwd, [...tinyExperiment(0.05), "--server", server.address]);
  const run = join(cwd, "out", "runs", "resource-gathering-em-k2-n25-seed0");
  await eventually(async () => expect((await readRows(run)).length).toBeGreaterThan(1));
  void server.kill("SIGSTOP");
  const start = performance.now();
  running.process.kill("SIGINT");
  const ended = await running.ended;
  // Tables and figure of what there is are drawn then.
  expect(performance.now() - start).toBeLessThan(2 * SOON);
  expect(ended).toMatchObject({ code: 130 });
  await eventually(() => expect([...processesIn(cwd)]).toEqual([]));
});
