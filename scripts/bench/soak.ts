import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectedPolicies, connect } from "../../client/remote/policies/index.js";
import { createRng, type Rng } from "../../envs/index.js";
import { FORMS } from "../../tests/policies/support/registry.js";
import type { Bench, BenchContext } from "./bench.js";
import { childMemory } from "./peak-memory.js";
import { type PoliciesProcess, startPoliciesProcess } from "./policies-process.js";
import type { Row } from "./row.js";

/** Seconds of a round. */
const ROUND_SECONDS = 60;
/** Clients at a time. */
const CLIENTS = 4;
/** People whom they serve. */
const PEOPLE = 10_000;
/** Actions of an episode. */
const ACTIONS = 20;
/** Episodes after which a client connects anew. */
const EPISODES = 100;
/** Milliseconds between a client's episodes. */
const PAUSE_MS = 50;
/** Milliseconds between decisions. */
const DECISION_MS = 10_000;

export const soak: Bench = {
  name: "soak",
  title: "soak: a server of policies under mixed load, minute by minute",
  about:
    `${CLIENTS} clients assign ${PEOPLE} people again and again, act ${ACTIONS} times for one, report its return and connect anew after ${EPISODES} people. ` +
    "A reviewer revokes and approves policies every ten seconds. Memory is resident memory of the server's process, at the minute's end.",
  hasPeers: false,
  run: (context) => measureSoak(context, ROUND_SECONDS),
};

/** What was asked and answered. */
interface Counts {
  assigned: number;
  acted: number;
  reported: number;
  moved: number;
  decisions: number;
}

/** @param roundSeconds - after which a row comes, as many as there are rounds */
export async function* measureSoak(
  { rounds, progress }: BenchContext,
  roundSeconds: number,
): AsyncIterable<Row> {
  const root = await mkdtemp(join(tmpdir(), "caucus-soak-"));
  const counts: Counts = { assigned: 0, acted: 0, reported: 0, moved: 0, decisions: 0 };
  const stopping = new AbortController();
  let served: PoliciesProcess | undefined;
  try {
    served = await startPoliciesProcess(root);
    const { address } = served.server;
    const load = Promise.all([
      ...Array.from({ length: CLIENTS }, (_, i) => servePeople(address, counts, i, stopping.signal)),
      decideAgainAndAgain(served, counts, stopping.signal),
    ]);
    for (let round = 1; round <= rounds; round++) {
      progress(`soak: ${round} of ${rounds}`);
      await Promise.race([sleep(1000 * roundSeconds), load]);
      yield { bench: "soak", engine: "caucus-policies", round, ...counts, MB: await childMemory() };
    }
    stopping.abort();
    await load;
  } finally {
    stopping.abort();
    served?.server.stop();
    await served?.server.stopped;
    await rm(root, { recursive: true, force: true });
  }
}

async function servePeople(
  address: string,
  counts: Counts,
  client: number,
  stopping: AbortSignal,
): Promise<void> {
  const rng = createRng(client, "soak");
  while (!stopping.aborted) {
    const connection = connect(address);
    try {
      for (let episode = 0; episode < EPISODES && !stopping.aborted; episode++) {
        await serveOne(connection, counts, rng);
        await sleep(PAUSE_MS);
      }
    } finally {
      connection.close();
    }
  }
}

async function serveOne(connection: ConnectedPolicies, counts: Counts, rng: Rng): Promise<void> {
  const agent = `person-${rng.integer(PEOPLE)}`;
  await connection.assign({ agentId: agent, parameters: [0.9 * rng.uniform()] });
  counts.assigned++;
  for (let step = 0; step < ACTIONS; step++) {
    const observation = new Float32Array(FORMS.halfCheetah.observationSize).map(() => rng.normal());
    const { moved } = await connection.act({ agent }, observation);
    counts.acted++;
    counts.moved += moved.length;
  }
  await connection.report({ agentId: agent, episodeReturn: 100 * rng.uniform(), length: ACTIONS });
  counts.reported++;
}

/** Policies 1 and 2 are revoked and approved in turn, so that one of them is always served. */
async function decideAgainAndAgain(
  { registry }: PoliciesProcess,
  counts: Counts,
  stopping: AbortSignal,
): Promise<void> {
  for (;;) {
    for (const representative of [1, 2]) {
      for (const action of ["revoke", "approve"] as const) {
        await sleep(DECISION_MS, undefined, { signal: stopping }).catch(() => {});
        if (stopping.aborted) return;
        await registry.decide("cheetah", "ada", { action, representatives: [representative] });
        counts.decisions++;
      }
    }
  }
}
