import { setTimeout as sleep } from "node:timers/promises";
import { grpcTransport, type TrainConfig } from "../../../client/index.js";
import { createRng } from "../../../envs/index.js";
import { startServerProcess } from "../../client/cli/support/program.js";
import { rowsOf, type TimelessRow, trainRun } from "../../client/runs/support/train-run.js";
import { type Direction, type FaultProxy, startFaultProxy } from "./fault-proxy.js";

/** What is done to a run; resolves when it is over. */
type Fault = (proxy: FaultProxy, killServer: () => Promise<void>) => Promise<void>;

const FAULTS: Readonly<Record<string, Fault>> = {
  reset: async (proxy) => proxy.cut("reset"),
  end: async (proxy) => proxy.cut("end"),
  "half-close up": async (proxy) => proxy.halfClose("up"),
  "half-close down": async (proxy) => proxy.halfClose("down"),
  async refusal(proxy) {
    proxy.accept(false);
    proxy.cut("reset");
    await sleep(50);
    proxy.accept(true);
  },
  async delay(proxy) {
    proxy.delay("down", 5);
    await sleep(50);
    proxy.delay("down", 0);
  },
  async throttle(proxy) {
    proxy.throttle("up", 100_000);
    await sleep(50);
    proxy.throttle("up", Number.POSITIVE_INFINITY);
  },
  kill: (_, killServer) => killServer(),
};

/** Most faults are of the connection. Servers are lost less often, as a restoration repeats up to 128 steps. */
const FAULTS_PER_KILL = 20;
const CONNECTION_FAULTS = Object.keys(FAULTS).filter((name) => name !== "kill");

/** A run through a proxy, to a server that is killed now and then. */
export interface FaultyRun {
  readonly rows: readonly TimelessRow[];
  /** How many there were of each kind. */
  readonly faults: Readonly<Record<string, number>>;
}

/**
 * Trains while one fault follows the other, each at a byte of the conversation drawn at random.
 * @param bytesBetween - faults, on average
 */
export async function trainThroughFaults(
  config: TrainConfig,
  bytesBetween: number,
  seed: number,
): Promise<FaultyRun> {
  let server = await startServerProcess();
  const killServer = async () => {
    await server.kill();
    server = await startServerProcess(Number(server.address.split(":")[1]));
  };
  const proxy = await startFaultProxy(server.address);
  const transport = grpcTransport(proxy.address);
  const faults: Record<string, number> = {};
  let running = true;
  const run = trainRun({ transports: [transport], close: async () => {} }, config).finally(() => {
    running = false;
  });
  const rng = createRng(seed, "faults");
  for (let i = 0; running; i++) {
    const kind =
      (i + 1) % FAULTS_PER_KILL === 0 ? "kill" : CONNECTION_FAULTS[rng.integer(CONNECTION_FAULTS.length)];
    const direction: Direction = rng.integer(4) === 0 ? "up" : "down";
    const bytes = rng.integer(2 * bytesBetween) / (direction === "up" ? 4 : 1);
    const fault = new Promise<void>((resolve, reject) => {
      proxy.after(direction, Math.round(bytes), () => {
        faults[kind] = (faults[kind] ?? 0) + 1;
        FAULTS[kind](proxy, killServer).then(resolve, reject);
      });
    });
    await Promise.race([fault, run]);
  }
  const rows = await rowsOf(await run);
  transport.close();
  await proxy.close();
  return { rows, faults };
}

export function countFaults(faults: FaultyRun["faults"]): number {
  return Object.values(faults).reduce((sum, count) => sum + count, 0);
}
