// A client that sends and never reads, over a real connection.
import { type ClientHttp2Stream, connect as connectHttp2 } from "node:http2";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { InteractRequest } from "../../proto/index.js";
import { startServer } from "../../server/index.js";
import { connect } from "./support/grpc-service.js";
import { randomMoves, sessionRequest } from "./support/session.js";

const NUM_ENVS = 100;
/** Of a step's response: rewards [100, 25] and observations [100, 29], each of 4 bytes. */
const STEP_BYTES = NUM_ENVS * (25 + 29) * 4;
/** What Node lets a peer send before it has read any of it. */
const WINDOW = 65_535;

/** A gRPC stream without gRPC, which would read ahead. */
function openUnread(address: string): ClientHttp2Stream {
  const session = connectHttp2(`http://${address}`);
  session.on("error", () => {});
  const stream = session.request(
    {
      ":method": "POST",
      ":path": "/rmdp.v1.EnvironmentService/Interact",
      "content-type": "application/grpc",
      te: "trailers",
    },
    { endStream: false },
  );
  stream.on("error", () => {});
  stream.pause();
  onTestFinished(() => session.destroy());
  return stream;
}

/** A gRPC frame: not compressed, the length, the message. */
function frame(request: InteractRequest): Buffer {
  const message = InteractRequest.encode(request).finish();
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

async function stepsOf(metrics: string): Promise<number> {
  const text = await (await fetch(`http://${metrics}/metrics`)).text();
  return Number(/^caucus_environment_steps_total (\d+)/m.exec(text)![1]) / NUM_ENVS;
}

it("is stepped no further than its window holds, however much it sends", async () => {
  const server = await startServer({ port: 0, workers: 0, metricsPort: 0 });
  const service = connect(server.address);
  onTestFinished(async () => {
    service.close();
    await server.close();
  });
  const { sessionId } = await service.createSession(sessionRequest({ numEnvironments: NUM_ENVS }));
  const stream = openUnread(server.address);
  stream.write(frame({ sequence: 0, action: { $case: "attach", value: { sessionId } } }));
  const reset = { mask: undefined, seed: undefined };
  stream.write(frame({ sequence: 1, action: { $case: "reset", value: reset } }));
  for (const [i, actions] of randomMoves(2000, NUM_ENVS).entries())
    stream.write(frame({ sequence: 2 + i, action: { $case: "step", value: { actions } } }));

  let [steps, before] = [await stepsOf(server.metricsAddress!), -1];
  while (steps === 0 || steps !== before) {
    await sleep(200);
    [steps, before] = [await stepsOf(server.metricsAddress!), steps];
  }
  // Beside what the window holds: one response that waits to be sent, and one that is made.
  expect(steps).toBeLessThanOrEqual(Math.ceil(WINDOW / STEP_BYTES) + 2);
  // Nor has it read on: what it has not taken is still the client's.
  expect(stream.writableLength + stream.session!.socket.writableLength).toBeGreaterThan(100_000);

  // The session is whole: another stream takes it over.
  await service.closeSession({ sessionId });
  expect(server.service.numSessions).toBe(0);
});
