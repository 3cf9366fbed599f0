import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, status as GrpcStatus, type ServiceError } from "@grpc/grpc-js";
import type { Rng } from "../../../envs/index.js";
import { dmEnvRpc, errorFromStatus, InteractRequest, InteractResponse } from "../../../proto/index.js";
import { connect, contractError } from "../../server/support/grpc-service.js";
import { openSession } from "../../server/support/session.js";
import { mutate, noise } from "./mutation.js";
import { streamSamples, textSample, type UnarySample, unarySamples, worldSamples } from "./samples.js";

/** Answers counted by what they were: "OK", the reason of an error of the contract, or the name of a bare gRPC status. */
export type Answers = Record<string, number>;

const IN_FLIGHT = 16;
const STREAM_LENGTH = 40;

const asIs = (bytes: Buffer) => bytes;

/** Sends messages to all unary methods and counts what comes back. */
export async function fuzzUnary(address: string, messages: number, rng: Rng): Promise<Answers> {
  const service = connect(address);
  const { created, close } = await openSession(service);
  const samples = unarySamples(created.sessionId);
  const answers: Answers = {};
  let left = messages;
  const sendOne = async () => {
    while (left-- > 0) {
      // One in four has a text of which no more is to be mutated.
      const { path, bytes } = samples[rng.integer(samples.length)];
      const sample = rng.integer(4) === 0 ? textSample(rng) : { path, bytes: mutate(bytes, rng) };
      count(answers, await callUnary(service.client, sample));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sendOne));
  await close().catch(() => {});
  service.close();
  return answers;
}

function callUnary(client: Client, { path, bytes }: UnarySample): Promise<string> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, asIs, asIs, Buffer.from(bytes), (error) =>
      resolve(error === null ? "OK" : nameOf(error)),
    );
  });
}

function nameOf(error: ServiceError): string {
  return (contractError(error) as { reason?: string }).reason ?? GrpcStatus[error.code];
}

function count(answers: Answers, name: string, by = 1): void {
  answers[name] = (answers[name] ?? 0) + by;
}

/** Sends messages on streams of dm_env_rpc, and counts what comes back. */
export async function fuzzWorlds(address: string, messages: number, rng: Rng): Promise<Answers> {
  const { client, close } = connect(address);
  const answers: Answers = {};
  for (let sent = 0; sent < messages; sent += STREAM_LENGTH) {
    const call = client.makeBidiStreamRequest("/dm_env_rpc.v1.Environment/Process", asIs, asIs);
    let worldName = "none";
    let left = STREAM_LENGTH;
    const send = () => {
      const samples = worldSamples(worldName);
      if (left-- === 0) return call.end();
      const sample = samples[left === STREAM_LENGTH - 1 ? 0 : rng.integer(samples.length)];
      return call.write(rng.integer(3) === 0 ? mutate(sample, rng) : Buffer.from(sample));
    };
    call.on("data", (bytes: Buffer) => {
      const { payload } = dmEnvRpc.EnvironmentResponse.decode(bytes);
      if (payload?.$case === "createWorld") worldName = payload.value.worldName;
      const failed = payload?.$case === "error";
      count(answers, failed ? (errorFromStatus(payload.value)?.reason ?? "UNKNOWN") : "OK");
      send();
    });
    call.on("error", (error: ServiceError) => count(answers, nameOf(error)));
    const ended = new Promise((resolve) => call.on("status", resolve));
    send();
    await ended;
  }
  close();
  return answers;
}

/** A message that is to be sent when the session expects this sequence number next. */
type Compose = (expected: number) => Buffer;

/** Sends messages on streams, most of them attached to a session, and counts what comes back. */
export async function fuzzStreams(address: string, messages: number, rng: Rng): Promise<Answers> {
  const service = connect(address);
  const answers: Answers = {};
  const session = await openSession(service);
  await session.reset();
  const states = await session.save();
  const attach = { sequence: 0, action: { $case: "attach" as const, value: { sessionId: session.id } } };
  const attachment = InteractRequest.encode(attach).finish();
  const compose: Compose = (expected) => {
    // Now and then one that was sent before, or one too early.
    const samples = streamSamples(expected + (rng.integer(8) === 0 ? rng.integer(3) - 1 : 0), states);
    return mutate(samples[rng.integer(samples.length)], rng);
  };
  for (let sent = 0; sent < messages; sent += STREAM_LENGTH) {
    const first = rng.integer(10) === 0 ? mutate(attachment, rng) : Buffer.from(attachment);
    session.next = await callStream(service.client, first, compose, session.next, answers);
  }
  await session.close();
  service.close();
  return answers;
}

/** @returns the sequence number that the session expects in the end */
function callStream(
  client: Client,
  first: Buffer,
  compose: Compose,
  next: number,
  answers: Answers,
): Promise<number> {
  const call = client.makeBidiStreamRequest("/rmdp.v1.EnvironmentService/Interact", asIs, asIs);
  let answered = 0;
  call.on("data", (bytes: Buffer) => {
    const { sequence, result } = InteractResponse.decode(bytes);
    const failed = result?.$case === "error";
    if (!failed && sequence === next) next++;
    count(answers, failed ? (errorFromStatus(result.value)?.reason ?? "UNKNOWN") : "OK");
    if (++answered === STREAM_LENGTH) call.end();
    else call.write(compose(next));
  });
  call.write(first);
  return new Promise((resolve) => {
    call.on("error", (error: ServiceError) => count(answers, nameOf(error)));
    call.on("status", () => resolve(next));
  });
}

/**
 * Sends bytes that are not always HTTP/2.
 * @param conversation - bytes that a client sent, of which the messages are made
 */
export async function fuzzConnections(
  address: string,
  messages: number,
  conversation: Buffer,
  rng: Rng,
): Promise<void> {
  const [host, port] = address.split(":");
  for (let i = 0; i < messages; i++) {
    const socket = createConnection({ host, port: Number(port) });
    socket.on("error", () => {});
    const bytes = rng.integer(4) === 0 ? noise(rng, 2000) : mutate(conversation, rng);
    // One in two goes on in the middle of a connection that began as it should.
    socket.write(rng.integer(2) === 0 ? bytes : Buffer.concat([conversation.subarray(0, place(rng)), bytes]));
    await new Promise(setImmediate);
    if (rng.integer(2) === 0) socket.end();
    await Promise.race([once(socket, "close").catch(() => {}), sleep(2)]);
    socket.destroy();
  }
  function place(from: Rng): number {
    return from.integer(conversation.length);
  }
}
