import type { TrainConfigInput } from "../../client/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { AUTHORS_NETWORKS } from "./networks.js";
import type { Row } from "./row.js";
import { trainInChild } from "./training.js";

/** Milliseconds that bytes are under way, in each direction. */
const DELAYS = [0, 5, 25, 50];
const MEGABITS = 100;
const TASK: TrainConfigInput = { env: "half-cheetah", representatives: 5, agents: 100, ...AUTHORS_NETWORKS };
/** How a rollout is collected, with what a server must not do for it. */
const WAYS: Readonly<Record<string, readonly string[]>> = { rollouts: [], steps: ["--no-policies"] };

export const network: Bench = {
  name: "network",
  title: "network: transitions per second over a slow wire",
  about:
    `half-cheetah, k = 5, n = 100, EM, through a wire of ${MEGABITS} Mbit/s that delays bytes by so many milliseconds in ` +
    "each direction: policies that travel to the server, and actions that travel one step at a time. Ratios are of " +
    "rollouts without a delay.",
  reference: { engine: "rollouts", field: "transitionsPerSecond", same: [] },
  hasPeers: false,
  run: (context) => measureNetwork(context, DELAYS),
};

export async function* measureNetwork(
  { rounds: iterations, progress }: BenchContext,
  delays: readonly number[],
  config: TrainConfigInput = TASK,
): AsyncIterable<Row> {
  for (const delay of delays) {
    for (const [way, serverFlags] of Object.entries(WAYS)) {
      progress(`network: ${way}, ${delay} ms each way, ${iterations} iterations`);
      const wire = { delay, megabits: MEGABITS };
      const training = await trainInChild({ config, iterations, wire, serverFlags });
      const { transitionsPerSecond, seconds } = training;
      yield { bench: "network", engine: way, delay, transitionsPerSecond, seconds };
    }
  }
}
