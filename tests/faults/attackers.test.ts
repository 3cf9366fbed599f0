// Attackers beside others: a training goes as without them, and the server holds nothing of theirs afterwards.
import { Worker } from "node:worker_threads";
import { expect, it, onTestFinished } from "vitest";
import { grpcTransport } from "../../client/index.js";
import { createRng } from "../../envs/index.js";
import { tinyConfig } from "../client/runs/support/settings.js";
import { referenceRows, rowsOf, trainRun } from "../client/runs/support/train-run.js";
import { startAttackedServer } from "./support/attacked-server.js";
import { attack } from "./support/attacks.js";
import { startObservedServer } from "./support/observed-server.js";
import { playAt } from "./support/play.js";

const ATTACKER = new URL("./support/attacker-main.js", import.meta.url);

it("a training beside an attacker has the rows of one that is alone", async () => {
  const server = await startAttackedServer("--workers", "2", "--log-level", "fatal");
  onTestFinished(server.stop);
  let rounds = 0;
  const attacker = new Worker(ATTACKER, { workerData: { address: server.address, seed: 0 } });
  attacker.on("message", (round: number) => {
    rounds = round;
  });
  onTestFinished(() => void attacker.terminate());
  const config = tinyConfig("half-cheetah", "em");
  const transport = grpcTransport(server.address);
  onTestFinished(() => transport.close());
  const hosts = { transports: [transport], close: async () => {} };
  do expect(await rowsOf(await trainRun(hosts, config))).toEqual(await referenceRows(config));
  while (rounds < 2);
  await server.expectAlive();
});

it("memory after attacks is what it was before", async () => {
  const server = await startObservedServer({ workers: 1, maxMessageBytes: 2 ** 23 });
  onTestFinished(() => server.close());
  const expected = await playAt(server.address, 20);
  const rng = createRng(1, "attacks");
  // The first round brings what is needed later, too: threads, models, compiled code.
  await attack(server.address, 2, rng);
  const before = await server.measure();
  await attack(server.address, 6, rng);
  await expect
    .poll(async () => (await server.measure()).bytes / before.bytes, { timeout: 60_000, interval: 500 })
    .toBeLessThan(1.05);
  expect(await playAt(server.address, 20)).toEqual(expected);
});
