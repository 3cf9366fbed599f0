// Streams that are ended while one of their requests is carried out: they are told at once, and why.
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { connect, type GrpcService } from "../server/support/grpc-service.js";
import { openSession, sessionRequest } from "../server/support/session.js";
import { openStream, outcome, rejection, type Stream } from "../server/support/stream.js";
import { type AttackedServer, startAttackedServer } from "./support/attacked-server.js";

/** Enough to reset that a reset is under way for a while. */
const MANY = { environmentId: "humanoid-direction", numEnvironments: 400 };

/** A stream whose reset is being carried out. */
async function startBusyStream(...flags: string[]) {
  const server = await startAttackedServer("--workers", "1", "--log-level", "error", ...flags);
  const [service, other] = [connect(server.address), connect(server.address)];
  onTestFinished(() => {
    for (const client of [service, other]) client.close();
    server.stop();
  });
  const { id, stream } = await openSession(service, MANY);
  stream.send(1, { $case: "reset", value: { mask: undefined, seed: undefined } });
  return { server, service, other, id, stream };
}

/** What a stream hears until its end. */
async function hear(stream: Stream): Promise<string[]> {
  const heard: string[] = [];
  try {
    for (;;) {
      const response = await stream.receive();
      if (response === undefined) return [...heard, "OK"];
      heard.push(outcome(response));
    }
  } catch (error) {
    return [...heard, (error as { reason?: string }).reason ?? String(error)];
  }
}

describe("while a request is carried out, a stream", () => {
  it("that is superseded ends with ABORTED", async () => {
    const { other, id, stream } = await startBusyStream();
    let older = stream;
    for (let i = 0; i < 20; i++) {
      const newer = openStream(other);
      const attached = newer.attach(id);
      expect((await hear(older)).at(-1)).toBe("ATTACHED_ELSEWHERE");
      older = newer;
      newer.send(await attached, { $case: "reset", value: { mask: undefined, seed: undefined } });
    }
  });

  it("whose session is closed ends with OK", async () => {
    const { other, id, stream } = await startBusyStream();
    await other.closeSession({ sessionId: id });
    expect((await hear(stream)).at(-1)).toBe("OK");
  });

  it("whose server is told to stop ends with DRAINING", async () => {
    const { server, stream } = await startBusyStream("--drain-seconds", "0");
    server.process.kill("SIGTERM");
    expect((await hear(stream)).at(-1)).toBe("DRAINING");
    const [code] = await once(server.process, "exit");
    expect(code).toBe(0);
  });

  it("keeps its session, whose lease counts from the request's end", async () => {
    const server: AttackedServer = await startAttackedServer("--workers", "1", "--log-level", "error");
    const service: GrpcService = connect(server.address);
    onTestFinished(() => {
      service.close();
      server.stop();
    });
    const { stream } = await openSession(service, { ...MANY, leaseSeconds: 0.05 });
    stream.send(1, { $case: "reset", value: { mask: undefined, seed: undefined } });
    expect(await hear(stream)).toEqual(["reset", "UNKNOWN_SESSION"]);
  });
});

it("a stream that reads nothing is ended as well, and its session freed", async () => {
  const server = await startAttackedServer("--workers", "1", "--log-level", "error", "--max-sessions", "1");
  const [service, other] = [connect(server.address), connect(server.address)];
  onTestFinished(() => {
    for (const client of [service, other]) client.close();
    server.stop();
  });
  const { sessionId } = await service.createSession(sessionRequest());
  const call = service.client.interact();
  call.on("error", () => {});
  call.pause();
  call.write({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
  expect((await rejection(other.createSession(sessionRequest()))).reason).toBe("LIMIT");
  await other.closeSession({ sessionId });
  await other.createSession(sessionRequest());
});
