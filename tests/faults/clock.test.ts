// A clock that is set to another time, and a process that stands still: no session is lost.
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { connect } from "../server/support/grpc-service.js";
import { openSession, randomMoves, timeless } from "../server/support/session.js";
import { startAttackedServer, startPreloadedServer } from "./support/attacked-server.js";

const MOVES = randomMoves(6, 3);

/** At each signal, the clock jumps by a week: forward, back by two, forward by four, and so on. */
const JUMPING = `
  const now = Date.now;
  let [shift, jump] = [0, 7 * 864e5];
  Date.now = () => now() + shift;
  process.on("SIGUSR2", () => {
    shift += jump;
    jump *= -2;
  });
`;

it.each([
  ["whose clock jumps", JUMPING, ["SIGUSR2"]],
  ["that is stopped for a while", "", ["SIGSTOP", "SIGCONT"]],
] as const)("a server %s keeps sessions, and steps as before", async (_, preload, signals) => {
  const reference = await startAttackedServer("--workers", "1");
  const server = await startPreloadedServer(preload, ["--workers", "1", "--log-level", "error"]);
  const [expected, service] = [connect(reference.address), connect(server.address)];
  onTestFinished(() => {
    for (const client of [expected, service]) client.close();
    for (const process of [reference, server]) process.stop();
  });
  const [good, tried] = [await openSession(expected), await openSession(service, { leaseSeconds: 5 })];
  expect((await tried.reset()).observations).toEqual((await good.reset()).observations);
  for (const actions of MOVES) {
    const stepping = tried.step(actions);
    for (const signal of signals) {
      server.process.kill(signal);
      await sleep(30);
    }
    expect(timeless(await stepping)).toEqual(timeless(await good.step(actions)));
  }
  await server.expectAlive();
  expect(server.log()).toBe("");
});
