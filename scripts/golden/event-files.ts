/**
 * A run that broke off between two checkpoints, in the middle of a record, and was resumed:
 * `node dist/scripts/golden/event-files.js DIRECTORY` makes it in DIRECTORY, which is not to exist, and
 * `event_files.py` checks in TensorBoard that its event files tell what its metrics.jsonl does.
 */
import { appendFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { chooseEngine } from "../../client/engines/choose-engine.js";
import {
  createRunDirectory,
  inProcessTransport,
  openRunDirectory,
  prepareRun,
  type RunDirectory,
  resolveConfig,
  setUpRun,
  train,
} from "../../client/index.js";
import { createEnvironmentService } from "../../server/index.js";

/** Checkpoints are of iterations 2, 4, …; the row of the third is written twice. */
const CONFIG = resolveConfig({
  env: "resource-gathering",
  representatives: 2,
  transitions: 6 * 256,
  batchSize: 256,
  epochs: 1,
  checkpointEvery: 2,
});
const LAST_BEFORE = 3;

async function trainIn(directory: RunDirectory, lastIteration?: number): Promise<void> {
  const service = createEnvironmentService({ workers: 0 });
  const { engine } = await chooseEngine({ engine: "compiled", backend: "auto" });
  const checkpoint = await directory.readCheckpoint(console.error);
  await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
  const transports = [inProcessTransport(service)];
  const setup = await setUpRun(transports, CONFIG);
  const prepared = await prepareRun(transports, setup, engine, { checkpoint });
  const onIteration = ({ iteration }: { iteration: number }) => {
    if (iteration === lastIteration) throw new Error("broken off");
  };
  try {
    await train({
      config: CONFIG,
      directory,
      ...prepared,
      onIteration,
      signal: new AbortController().signal,
    });
  } finally {
    await prepared.environments.close();
    await service.close();
  }
}

const [path] = process.argv.slice(2);
await trainIn(await createRunDirectory(path, CONFIG), LAST_BEFORE).catch((error: Error) => {
  if (error.message !== "broken off") throw error;
});
const eventFiles = (await readdir(path)).filter((name) => name.includes("tfevents"));
await appendFile(join(path, eventFiles[0]), Uint8Array.of(200, 0, 0));
await trainIn(await openRunDirectory(path));
