import { expect, it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { expectFailure } from "./support/failures.js";
import { expectResumes, startLongRun } from "./support/long-run.js";
import { startServerProcess } from "./support/program.js";

it("a server that restarts under a run has lost its session; the run resumes on it", async () => {
  const cwd = await scratch();
  const server = await startServerProcess();
  const run = await startLongRun(cwd, server);
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
