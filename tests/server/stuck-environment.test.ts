// Environments that never come back: worker threads in a loop without end, in a server of its own.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { connect } from "./support/grpc-service.js";
import { discreteActions, openSession } from "./support/session.js";
import { openStream, rejection } from "./support/stream.js";

const program = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

/** Loaded before anything else: to save a state then never ends. */
const LOOP = `
  import { isMainThread, parentPort } from "node:worker_threads";
  const on = parentPort?.on;
  if (!isMainThread) parentPort.on = (event, listener) => on.call(parentPort, event, (message) => {
    while (message.method === "save");
    listener(message);
  });
`;

/** Threads get this long to start, too. */
const SECONDS = 3;

function start(): ChildProcessWithoutNullStreams {
  const preload = `--import=data:text/javascript,${encodeURIComponent(LOOP)}`;
  const flags = ["--port", "0", "--json", "--workers", "1", "--max-request-time", String(SECONDS)];
  const child = spawn(process.execPath, [preload, program, ...flags]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

it("is ended after its deadline; all sessions of its thread get an error, and the thread is replaced", async () => {
  const child = start();
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const [line] = await once(createInterface(child.stdout), "line");
  const service = connect(JSON.parse(line).address);
  onTestFinished(() => service.close());
  const [stuck, other] = [await openSession(service), await openSession(service)];
  await other.reset();
  const saving = rejection(stuck.save());
  const stepping = rejection(other.step(discreteActions([0, 0, 0])));
  const failed = { reason: "ENVIRONMENT_FAILED", code: 13 };
  const lost = 'env "resource-gathering" broke, its session is lost';
  expect(await saving).toMatchObject({
    ...failed,
    message: `${lost}: no answer to "save" within 3 s: it loops, or waits for what never comes`,
  });
  expect(await stepping).toMatchObject({
    ...failed,
    message: `${lost}: other environments in its worker thread gave no answer within 3 s`,
  });
  expect(await rejection(openStream(service).attach(stuck.id))).toMatchObject(failed);
  const fresh = await openSession(service);
  await fresh.reset();
  await fresh.step(discreteActions([0, 0, 0]));
  expect(log).toContain('no answer to \\"save\\" within 3 s');
});
