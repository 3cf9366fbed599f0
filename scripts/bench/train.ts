import type { TrainConfigInput } from "../../client/index.js";
import type { Bench, BenchContext } from "./bench.js";
import { AUTHORS_NETWORKS } from "./networks.js";
import { peerRows } from "./peers.js";
import type { Row } from "./row.js";
import { trainInChild } from "./training.js";
import type { Training } from "./training-request.js";

/** Something to train, by the name that peers/train.py has for it. */
export interface TrainTask {
  readonly task: string;
  readonly config: TrainConfigInput & { readonly representatives: number };
}

const TASKS: readonly TrainTask[] = [
  { task: "half-cheetah", config: { env: "half-cheetah", representatives: 5, agents: 100 } },
  { task: "resource-gathering", config: { env: "resource-gathering", representatives: 5 } },
  { task: "large", config: { env: "half-cheetah", representatives: 50, agents: 1000 } },
];

export const train: Bench = {
  name: "train",
  title: "train: transitions per second of the whole loop",
  about:
    "EM, B = 8, 10 epochs of 32 minibatches of 64, hidden layers of 64 and 64. Transitions are of all " +
    "representatives together, seconds of an iteration, memory the peak in MB. A ratio above 1 is faster.",
  reference: { engine: "pytorch", field: "transitionsPerSecond", same: ["task"] },
  hasPeers: true,
  run: (context) => measureTraining(context, TASKS),
};

/** One after the other, and each beside its peer: a turn of every round would take minutes. */
export async function* measureTraining(
  context: BenchContext,
  tasks: readonly TrainTask[],
): AsyncIterable<Row> {
  const { rounds: iterations, progress } = context;
  for (const trainTask of tasks) {
    const { task, config } = trainTask;
    progress(`train: ${task}, ${iterations} iterations`);
    yield trainRow(trainTask, await trainInChild({ config: { ...AUTHORS_NETWORKS, ...config }, iterations }));
    if (context.peers !== undefined) progress(`train: ${task}, ${iterations} iterations: peers`);
    yield* await peerRows(context, "train", { task, iterations });
  }
}

function trainRow({ task, config: { representatives: k } }: TrainTask, training: Training): Row {
  const { engine, backend, n, transitionsPerSecond, seconds, memory } = training;
  const { learner: learnerMB, server: serverMB } = memory;
  const measured = { transitionsPerSecond, seconds, learnerMB, serverMB };
  return { bench: "train", engine, backend, task, k, n, ...measured };
}
