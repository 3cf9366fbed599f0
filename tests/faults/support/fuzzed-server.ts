import { expect, onTestFinished } from "vitest";
import { createRng } from "../../../envs/index.js";
import { recordConversation } from "./conversation.js";
import { expectNoSessions } from "./emptiness.js";
import { type Answers, fuzzConnections, fuzzStreams, fuzzUnary, fuzzWorlds } from "./fuzz.js";
import { growthInSecondHalf, startObservedServer } from "./observed-server.js";
import { playAt } from "./play.js";

const MAX_SESSIONS = 8;

/** What a server is to survive. */
export interface Onslaught {
  readonly answers: Answers;
  /** Of JavaScript's memory, in the second half. */
  readonly megabytesGrown: number;
}

/** A connection on which something broke HTTP/2 itself is kept by Node until keepalive ends it. */
const KEEPALIVE_SECONDS = 60;

/**
 * Sends a server messages at random, and checks that it then serves as before and holds nothing more than
 * halfway through.
 * @param messages - half of them to unary methods, a quarter each on streams of sessions and of dm_env_rpc
 * @param connections - so many with bytes that are not always HTTP/2
 */
export async function fuzzServer(messages: number, connections: number, seed: number): Promise<Onslaught> {
  const server = await startObservedServer({
    workers: 1,
    maxSessions: MAX_SESSIONS,
    // Seconds: sessions that were made by chance are soon gone.
    maxLease: 10,
    maxEnvironments: 16,
    maxAgents: 100,
    maxMessageBytes: 100_000,
  });
  onTestFinished(() => server.close());
  const { address } = server;
  const rng = createRng(seed, "fuzz");
  const expected = await playAt(address, 20);
  const conversation = await recordConversation(address);
  const answers: Answers = {};

  const half = async (): Promise<void> => {
    const answered = await Promise.all([
      fuzzUnary(address, Math.ceil(messages / 4), rng),
      fuzzStreams(address, Math.ceil(messages / 8), rng),
      fuzzWorlds(address, Math.ceil(messages / 8), rng),
    ]);
    for (const [name, count] of answered.flatMap((counts) => Object.entries(counts))) {
      answers[name] = (answers[name] ?? 0) + count;
    }
    await fuzzConnections(address, Math.ceil(connections / 2), conversation, rng);
    await expectNoSessions(address, MAX_SESSIONS);
    expect(await playAt(address, 20)).toEqual(expected);
  };
  return { answers, megabytesGrown: await growthInSecondHalf(server, half, 2 * KEEPALIVE_SECONDS) };
}

/** Checks that messages got through, good and bad, and that none met a bug. */
export function expectWellAnswered(answers: Answers): void {
  expect(answers.OK).toBeGreaterThan(100);
  expect(answers.INVALID_VALUE).toBeGreaterThan(100);
  for (const bug of ["INTERNAL", "UNKNOWN", "ENVIRONMENT_FAILED"]) expect(answers).not.toHaveProperty(bug);
}
