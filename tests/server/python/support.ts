import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { connectWorker, type WorkerConnection } from "../../../server/python/connection.js";
import { Outcome } from "../../../server/python/messages.js";

/** A message as a worker sends it. */
export function reply(outcome: number, body: Uint8Array | string): Buffer {
  const bytes = Buffer.from(body as string);
  const header = Buffer.alloc(5);
  header.writeUInt32LE(bytes.length + 1);
  header[4] = outcome;
  return Buffer.concat([header, bytes]);
}

/**
 * A connection to a worker of the test's own.
 * @param answer - sends what the worker answers to a request
 */
export async function workerThat(answer: (socket: Socket) => void): Promise<WorkerConnection> {
  const path = join(await mkdtemp(join(tmpdir(), "caucus-test-")), "socket");
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.write(reply(Outcome.hello, "999999999"));
    socket.on("data", () => answer(socket));
  });
  server.listen(path);
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const connection = await connectWorker(path);
  onTestFinished(() => connection.kill());
  return connection;
}
