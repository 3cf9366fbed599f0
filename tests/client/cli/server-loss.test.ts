// Servers that die or restart under a run.
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { chooseBackend } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { tinyConfig, tinySettings } from "../runs/support/settings.js";
import { referenceRows, type TimelessRow } from "../runs/support/train-run.js";
import { expectFailure } from "./support/failures.js";
import { eventually } from "./support/processes.js";
import {
  type Running,
  runCaucus,
  type ServerProcess,
  startCaucus,
  startServerProcess,
} from "./support/program.js";
import { flagsOf, readRows, readTimelessRows } from "./support/runs.js";

const LONG = { transitions: 256 * 20, checkpointEvery: 3 };
let reference: TimelessRow[];

beforeAll(async () => {
  await chooseBackend("auto");
  reference = await referenceRows(tinyConfig("half-cheetah", "em", LONG));
});

async function startRun(cwd: string, { address }: ServerProcess): Promise<Running> {
  const settings = flagsOf(tinySettings("half-cheetah", "em", LONG));
  const running = startCaucus(cwd, ["train", "--out", "run", "--server", address, ...settings]);
  await eventually(async () => expect((await readRows(join(cwd, "run"))).length).toBeGreaterThan(3));
  return running;
}

async function expectResumes(cwd: string, servers: readonly string[]): Promise<void> {
  expect((await readRows(join(cwd, "run"))).length).toBeLessThan(20);
  const flags = servers.flatMap((address) => ["--server", address]);
  expect(await runCaucus(cwd, ["train", "--resume", "--out", "run", ...flags])).toMatchObject({ code: 0 });
  expect(await readTimelessRows(join(cwd, "run"))).toEqual(reference);
}

it("a server that restarts has lost the session; the run resumes on it", async () => {
  const cwd = await scratch();
  const server = await startServerProcess();
  const run = await startRun(cwd, server);
  await server.kill();
  const { address } = await startServerProcess(Number(server.address.split(":")[1]));
  expect(address).toBe(server.address);
  expectFailure(
    await run.ended,
    `server ${address}: it no longer has this session; it was restarted or the lease ran out; ` +
      `go on with: caucus train --resume --out run --server ${address}`,
    1,
  );
  await expectResumes(cwd, [address]);
});

it("a server that dies is waited for, but not for ever; the run resumes elsewhere", async () => {
  const cwd = await scratch();
  const server = await startServerProcess();
  const run = await startRun(cwd, server);
  await server.kill();
  const { address } = server;
  expectFailure(
    await run.ended,
    `server ${address}: lost, and not back within 32 s: expected a caucus-server there, ` +
      `got connect ECONNREFUSED ${address}; go on with: caucus train --resume --out run --server ${address}`,
    1,
  );
  await expectResumes(cwd, []);
});
