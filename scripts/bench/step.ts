import { configureEnv, createRng, halfCheetah } from "../../envs/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { alternate, type Contender } from "./contenders.js";
import { peerContenders } from "./peers.js";
import { randomActions } from "./random-actions.js";
import type { Row } from "./row.js";
import { startServerProcess } from "./server-process.js";
import {
  inProcessEnvironments,
  type SteppedEnvironments,
  servedEnvironments,
} from "./stepped-environments.js";
import { callsPerSecond } from "./timing.js";

/** What to measure: each of these with each. */
export interface StepGrid {
  /** N. */
  readonly environments: readonly number[];
  /** n. */
  readonly agents: readonly number[];
  /** Of servers; 0 steps in the server's own thread. */
  readonly workers: readonly number[];
}

const GRID: StepGrid = { environments: [5, 40, 160], agents: [100, 1000], workers: [0, 1, 2] };

/** Steps of actions, which are taken again and again. */
const DIFFERENT_ACTIONS = 64;
/** Environment steps that take a peer about a second. */
const PEER_STEPS = 20_000;

export const step: Bench = {
  name: "step",
  title: "step: environment steps per second",
  about:
    "HalfCheetah, N environments, random actions; rewards of n agents, which the peers do not have. " +
    "A ratio above 1 is faster; that of a peer is to the fewest agents.",
  reference: { engine: "in-process", field: "stepsPerSecond", same: ["N", "n"] },
  hasPeers: true,
  run: (context) => measureSteps(context, GRID),
};

export async function* measureSteps(context: BenchContext, grid: StepGrid): AsyncIterable<Row> {
  const servers = await Promise.all(
    grid.workers.map(async (workers) => ({ workers, ...(await startServerProcess(workers)) })),
  );
  try {
    for (const N of grid.environments) {
      for (const n of grid.agents) {
        const withPeers = n === grid.agents[0];
        yield* await measureCase(context, servers, { N, n, withPeers });
      }
    }
  } finally {
    for (const server of servers) server.stop();
  }
}

/** A server to step on. */
interface Server {
  readonly address: string;
  readonly workers: number;
}

/** What is stepped. */
interface StepCase {
  /** Environments. */
  readonly N: number;
  /** Agents. */
  readonly n: number;
  /** Whether peers, who have no agents, are measured too. */
  readonly withPeers: boolean;
}

async function measureCase(
  context: BenchContext,
  servers: readonly Server[],
  { N, n, withPeers }: StepCase,
): Promise<Row[]> {
  const places = await openPlaces(servers, N, n);
  const ours = places.map((place) => placeContender(context, place, N, n));
  const peerFlags = { N, steps: Math.ceil(PEER_STEPS / N), rounds: 1 };
  const theirs = withPeers ? peerContenders(context, "step", peerFlags) : [];
  const measurement = { field: "stepsPerSecond", decimals: 0 };
  const what = `step with N = ${N}, n = ${n}`;
  try {
    context.progress(`${what}: warm-up`);
    // Code that has just been loaded is slow for a second or so, on servers too.
    for (const contender of ours) await contender.measure();
    return await alternate([...ours, ...theirs], context, measurement, what);
  } finally {
    await Promise.all(places.map(({ environments }) => environments.close()));
  }
}

/** Where environments are stepped. */
interface Place {
  readonly name: string;
  readonly fields: { readonly engine: string; readonly workers?: number };
  readonly environments: SteppedEnvironments;
}

/** This process, and each server. */
async function openPlaces(servers: readonly Server[], N: number, n: number): Promise<Place[]> {
  const served = servers.map(async ({ address, workers }) => ({
    name: `loopback, workers: ${workers}`,
    fields: { engine: "loopback", workers },
    environments: await servedEnvironments(address, N, n),
  }));
  const environments = await inProcessEnvironments(N, n);
  return [
    { name: "in process", fields: { engine: "in-process" }, environments },
    ...(await Promise.all(served)),
  ];
}

function placeContender(
  { seconds }: BenchContext,
  { name, fields, environments }: Place,
  N: number,
  n: number,
): Contender {
  const rng = createRng(0, "actions");
  const { actionSpace } = configureEnv(halfCheetah).spec;
  const actions = Array.from({ length: DIFFERENT_ACTIONS }, () => randomActions(actionSpace, N, rng));
  return {
    name,
    async measure() {
      const call = (i: number) => environments.step(actions[i % DIFFERENT_ACTIONS]);
      const stepsPerSecond = N * (await callsPerSecond(call, seconds));
      return [{ bench: "step", ...fields, N, n, stepsPerSecond }];
    },
  };
}
