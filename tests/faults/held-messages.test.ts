// Beginnings of messages that are held: they cost a server neither time nor memory without end.
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { startServer } from "../../server/index.js";
import { silentLog } from "../../serving/base/log.js";
import { limitPartialMessages } from "../../serving/grpc/partial-messages.js";
import { connect as connectGrpc } from "../server/support/grpc-service.js";
import { startAttackedServer } from "./support/attacked-server.js";

const MIB = 2 ** 20;
const ENHANCE_YOUR_CALM = 11;

function openSession(address: string): ClientHttp2Session {
  const session = connect(`http://${address}`);
  session.on("error", () => {});
  onTestFinished(() => session.destroy());
  return session;
}

/** A stream that has sent some bytes of a message of 16 MiB. */
function hold(session: ClientHttp2Session, bytes: number): ClientHttp2Stream {
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
  const header = Buffer.alloc(5);
  header.writeUInt32BE(16 * MIB, 1);
  stream.write(Buffer.concat([header, Buffer.alloc(bytes)]));
  return stream;
}

it("too much of them in all ends streams of the client that has most, and no other's", async () => {
  // An eighth of it is for them: 8 MiB.
  const server = await startServer({ port: 0, workers: 0, maxMemory: 64 * MIB, maxMessageBytes: 16 * MIB });
  onTestFinished(() => server.close());
  const [greedy, other] = [openSession(server.address), openSession(server.address)];
  const modest = hold(other, MIB);
  const held = Array.from({ length: 6 }, () => hold(greedy, 2 * MIB));
  const ended = () => held.filter(({ closed }) => closed);
  await expect.poll(() => ended().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  for (const { rstCode } of ended()) expect(rstCode).toBe(ENHANCE_YOUR_CALM);
  expect(modest.closed).toBe(false);
});

it("one that goes on for too long ends, and one that is sent slowly does not", async () => {
  const server = new Server();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  onTestFinished(limitPartialMessages(server, { maxBytes: 100 * MIB, patience: 1500, log: silentLog }));
  // The test service has one method that takes anything.
  const raw = (bytes: Buffer) => bytes;
  const method = {
    requestStream: true,
    responseStream: true,
    requestDeserialize: raw,
    responseSerialize: raw,
  };
  const path = "/rmdp.v1.EnvironmentService/Interact";
  const definition = { interact: { ...method, path, requestSerialize: raw, responseDeserialize: raw } };
  server.addService(definition as never, { interact: (call: { resume(): void }) => call.resume() } as never);
  const session = openSession(`127.0.0.1:${port}`);
  const [silent, slow] = [hold(session, 10), hold(session, 10)];
  const sending = setInterval(() => slow.write(Buffer.alloc(4096)), 250);
  onTestFinished(() => clearInterval(sending));
  await expect.poll(() => silent.closed, { timeout: 20_000 }).toBe(true);
  expect(silent.rstCode).toBe(ENHANCE_YOUR_CALM);
  expect(slow.closed).toBe(false);
});

it("a thousand streams with incomplete messages delay no other client", async () => {
  const server = await startAttackedServer("--workers", "1", "--log-level", "error");
  onTestFinished(server.stop);
  const sessions = Array.from({ length: 10 }, () => openSession(server.address));
  for (let i = 0; i < 1000; i++) hold(sessions[i % sessions.length], 1000);
  const service = connectGrpc(server.address);
  onTestFinished(() => service.close());
  for (let i = 0; i < 5; i++) {
    await server.expectAlive();
    await service.getServerInfo({});
  }
});
