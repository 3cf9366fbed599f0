/** Trains for a few iterations and says what they took: `node train-child.js '{"config":{…},"iterations":3}'`. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  chooseEngine,
  createRunDirectory,
  grpcTransport,
  type MetricsRow,
  prepareRun,
  resolveConfig,
  setUpRun,
  type TrainConfig,
  type Transport,
  train,
} from "../../client/index.js";
import { median } from "./median.js";
import { childPeakMemory, ownPeakMemory } from "./peak-memory.js";
import { round } from "./row.js";
import { startServerProcess } from "./server-process.js";
import { startSlowWire } from "./slow-wire.js";
import type { Training, TrainingRequest } from "./training-request.js";

/** Seconds before the first iteration that counts: until then JavaScript is not compiled yet. At least one is left out. */
const WARM_UP_SECONDS = 3;
/** Seconds that are timed at least. */
const TIMED_SECONDS = 3;

/** @returns what each iteration took, and what did the work */
async function trainOn(transport: Transport, config: TrainConfig, iterations: number, path: string) {
  const { engine } = await chooseEngine({ engine: "auto", backend: "auto" });
  const prepared = await prepareRun([transport], await setUpRun([transport], config), engine);
  const directory = await createRunDirectory(path, config);
  const rows: MetricsRow[] = [];
  const controller = new AbortController();
  const start = performance.now();
  let isWarm = false;
  const onIteration = (row: MetricsRow) => {
    const seconds = (performance.now() - start) / 1000;
    if (isWarm) rows.push(row);
    isWarm = seconds > WARM_UP_SECONDS;
    if (rows.length >= iterations && seconds > WARM_UP_SECONDS + TIMED_SECONDS) controller.abort();
  };
  await train({ config, directory, ...prepared, onIteration, signal: controller.signal });
  const memory = { learner: ownPeakMemory(), server: await childPeakMemory() };
  await prepared.environments.close();
  return { rows, engine, memory };
}

async function timeTraining(request: TrainingRequest, path: string): Promise<Training> {
  const { config: input, iterations, wire, serverFlags } = request;
  const config = resolveConfig(input);
  const server = await startServerProcess(undefined, serverFlags);
  const slow = wire && (await startSlowWire(server.address, wire));
  const transport = grpcTransport(slow?.address ?? server.address);
  try {
    const { rows, engine, memory } = await trainOn(transport, config, iterations, path);
    const seconds = (part: keyof MetricsRow["seconds"]) =>
      round(median(rows.map((row) => row.seconds[part])), 3);
    return {
      engine: engine.name,
      backend: engine.backend,
      n: rows[0].assignment.length,
      transitionsPerSecond: Math.round(median(rows.map((row) => row.transitionsPerSecond))),
      seconds: {
        acting: seconds("acting"),
        stepping: seconds("stepping"),
        wire: seconds("wire"),
        updating: seconds("updating"),
      },
      memory,
    };
  } finally {
    transport.close();
    slow?.stop();
    server.stop();
  }
}

const path = await mkdtemp(join(tmpdir(), "caucus-bench-"));
try {
  const training = await timeTraining(JSON.parse(process.argv[2]) as TrainingRequest, path);
  console.log(JSON.stringify(training));
} finally {
  await rm(path, { recursive: true });
}
