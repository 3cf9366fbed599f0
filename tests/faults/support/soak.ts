import { expect, onTestFinished } from "vitest";
import { grpcTransport, openEnvironments } from "../../../client/index.js";
import { expectNoSessions } from "./emptiness.js";
import { growthInSecondHalf, startObservedServer } from "./observed-server.js";
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
  const half = async (): Promise<void> => {
    await playMany(address, sessions / 2, expected);
    await expectNoSessions(address, MAX_SESSIONS);
  };
  return growthInSecondHalf(server, half, 60);
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
