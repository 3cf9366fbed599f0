import { join } from "node:path";
import { expect, it } from "vitest";
import { expectResumes, startLongRun } from "../client/cli/support/long-run.js";
import { eventually } from "../client/cli/support/processes.js";
import { startServerProcess } from "../client/cli/support/program.js";
import { readRows } from "../client/cli/support/runs.js";
import { scratch } from "../client/runs/support/scratch.js";
import { connect } from "../server/support/grpc-service.js";
import { sessionRequest } from "../server/support/session.js";
import { rejection } from "../server/support/stream.js";

it("the session of a learner that is killed is reaped when its lease ends; the run resumes", async () => {
  const cwd = await scratch();
  const server = await startServerProcess(0, ["--max-sessions", "1", "--max-lease", "4"]);
  const run = await startLongRun(cwd, server);
  run.process.kill("SIGKILL");
  await run.ended;
  expect((await readRows(join(cwd, "run"))).length).toBeGreaterThan(3);
  const service = connect(server.address);
  const full = await rejection(service.createSession(sessionRequest()));
  expect(full.message).toBe("sessions: expected at most 1 at a time, which this server already has");
  const { sessionId } = await eventually(() => service.createSession(sessionRequest()));
  await service.closeSession({ sessionId });
  service.close();
  await expectResumes(cwd, [server.address]);
});
