import { expect, onTestFinished, vi } from "vitest";
import { grpcTransport, openEnvironments } from "../../../client/index.js";
import { expectNoSessions } from "./emptiness.js";
import { type Holdings, startObservedServer } from "./observed-server.js";
import { GAME, play, playAt } from "./play.js";

const MAX_SESSIONS = 128;
const AT_ONCE = 8;
const STEPS = 50;

/**
 * Has clients play in many sessions of a server, one in four of which never closes its own, and checks that
 * all of them get what they should, and that the server holds nothing more than halfway through.
 * @returns megabytes of JavaScript's memory that it has grown by in the second half
 */
export async function soak(sessions: number): Promise<number> {
  const server = await startObservedServer({ workers: 1, maxSessions: MAX_SESSIONS, maxLease: 2 });
  onTestFinished(() => server.close());
  const { address } = server;
  const expected = await playAt(address, STEPS);
  const half = async (): Promise<Holdings> => {
    await playMany(address, sessions / 2, expected);
    await expectNoSessions(address, MAX_SESSIONS);
    return server.measure();
  };
  const before = await half();
  await half();
  const after = await vi.waitFor(
    async () => {
      const holdings = await server.measure();
      expect(holdings.files).toBeLessThanOrEqual(before.files);
      return holdings;
    },
    { timeout: 60_000, interval: 200 },
  );
  return (after.bytes - before.bytes) / 2 ** 20;
}

async function playMany(address: string, sessions: number, expected: readonly string[]): Promise<void> {
  let left = sessions;
  const next = async () => {
    while (left-- > 0) {
      const vanishes = left % 4 === 0;
      const transport = grpcTransport(address);
      const environments = await openEnvironments([transport], GAME);
      expect(await play(environments, STEPS)).toEqual(expected);
      if (!vanishes) await environments.close();
      transport.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
