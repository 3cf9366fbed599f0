import { it } from "vitest";
import { scratch } from "../runs/support/scratch.js";
import { expectFailure } from "./support/failures.js";
import { expectResumes, startLongRun } from "./support/long-run.js";
import { startServerProcess } from "./support/program.js";

it("a server that dies under a run is waited for, but not for ever; the run resumes elsewhere", async () => {
  const cwd = await scratch();
  const server = await startServerProcess();
  const run = await startLongRun(cwd, server);
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
