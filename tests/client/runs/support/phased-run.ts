import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  chooseEngine,
  createRunDirectory,
  type EngineChoice,
  openRunDirectory,
  type Phase,
  type Pretraining,
  resolveConfig,
  setUpRun,
  type TrainConfig,
  type TrainedRun,
  trainRun,
} from "../../../../client/index.js";
import type { Hosts } from "./hosts.js";
import { rowsOf, type TimelessRow } from "./train-run.js";

interface PhasedRunOptions {
  readonly choice?: EngineChoice;
  readonly signal?: AbortSignal;
  /** Called after each iteration of each phase. */
  readonly onIteration?: (phase: Phase["name"], iteration: number) => void;
}

/** Begins a run with all its phases in a directory, or goes on with the one that is there. */
export async function runPhases(
  path: string,
  config: TrainConfig,
  makeHosts: () => Promise<Hosts>,
  {
    choice = { engine: "auto", backend: "auto" },
    signal = new AbortController().signal,
    onIteration,
  }: PhasedRunOptions = {},
): Promise<TrainedRun | undefined> {
  const found = await openRunDirectory(path).catch(() => undefined);
  const checkpoint = await found?.readCheckpoint(() => {});
  const { engine } = await chooseEngine(choice);
  const hosts = await makeHosts();
  let phase: Phase["name"];
  try {
    return await trainRun({
      transports: hosts.transports,
      setup: await setUpRun(hosts.transports, found ? resolveConfig(await found.readConfig()) : config),
      engine,
      checkpoint,
      async openDirectory() {
        const directory = found ?? (await createRunDirectory(path, config));
        await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
        return directory;
      },
      onPhase: ({ name }) => {
        phase = name;
      },
      onIteration: ({ iteration }) => onIteration?.(phase, iteration),
      signal,
    });
  } finally {
    await hosts.close();
  }
}

/** What a run with a pretraining came to, without the times. */
export interface PhasedState {
  readonly pretraining: readonly TimelessRow[];
  readonly clusters: Omit<Pretraining, "seconds">;
  readonly training: readonly TimelessRow[];
}

export async function stateOf(path: string): Promise<PhasedState> {
  const { seconds: _, ...clusters } = await readClusters(path);
  return {
    pretraining: await rowsIn(join(path, "pretraining")),
    clusters,
    training: await rowsIn(path),
  };
}

export async function rowsIn(path: string): Promise<TimelessRow[]> {
  return rowsOf(await openRunDirectory(path));
}

export async function readClusters(path: string): Promise<Pretraining> {
  return JSON.parse(await readFile(join(path, "pretraining", "clusters.json"), "utf8"));
}

/** Takes files of a run away, and all of its training, as if it had been killed before it wrote them. */
export async function unwrite(path: string, ...names: string[]): Promise<void> {
  const training = await readdir(join(path, "checkpoints"));
  const files = ["metrics.jsonl", ...training.map((name) => join("checkpoints", name)), ...names];
  await Promise.all(files.map((name) => rm(join(path, name))));
}
