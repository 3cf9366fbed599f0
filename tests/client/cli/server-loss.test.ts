import { join } from "node:path";
import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { expectWholeRun, startLongRun } from "./support/long-run.js";
import { startServerProcess } from "./support/program.js";

it("a server that is killed and started again under a run gets its session back; the run does not notice", async () => {
  const cwd = await scratch();
  const server = await startServerProcess();
  const run = await startLongRun(cwd, server);
  await server.kill();
  const { address } = await startServerProcess(Number(server.address.split(":")[1]));
  expect(address).toBe(server.address);
  expect(await run.ended).toMatchObject({ code: 0 });
  await expectWholeRun(join(cwd, "run"));
});
