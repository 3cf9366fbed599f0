import type { Bench } from "./bench.js";
import { peerRows } from "./peers.js";

const ENVIRONMENTS = ["mo-hopper-v5", "slow"];
/** N. */
const NUM_ENVS = [8, 32];
/** Steps of one environment in a turn. */
const STEPS: Readonly<Record<string, number>> = { "mo-hopper-v5": 4000, slow: 400 };

export const parallel: Bench = {
  name: "parallel",
  title: "parallel: steps per second of environments written in Python",
  about:
    "Reward vectors of N environments, all stepped by one program in Python: MO-Gymnasium's vector, Gymnasium's in " +
    "processes, and ours in processes of a server with two workers. A step of `slow` takes 5 ms. A ratio above 1 is faster.",
  reference: { engine: "mo-gymnasium-sync", field: "stepsPerSecond", same: ["environment", "N"] },
  hasPeers: true,
  async *run(context) {
    for (const environment of ENVIRONMENTS) {
      for (const N of NUM_ENVS) {
        context.progress(`parallel: ${environment}, N = ${N}`);
        const steps = Math.max(Math.round(STEPS[environment] / N), 20);
        yield* await peerRows(context, "parallel", { environment, N, steps, rounds: context.rounds });
      }
    }
  },
};
