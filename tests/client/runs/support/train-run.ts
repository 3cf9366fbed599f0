import { rm } from "node:fs/promises";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import {
  createRunDirectory,
  type Engine,
  type MetricsRow,
  openRunDirectory,
  prepareRun,
  type RunDirectory,
  resolveConfig,
  setUpRun,
  type TrainConfig,
  type Transport,
  train,
} from "../../../../client/index.js";
import { type Hosts, inProcessHosts } from "./hosts.js";
import { makeScratch, scratch } from "./scratch.js";

export interface TrainOptions {
  /** Called after each iteration. */
  readonly onIteration?: (row: MetricsRow) => void;
  readonly signal?: AbortSignal;
  readonly engine?: Engine;
}

/** A row without the times it took. */
export type TimelessRow = Omit<MetricsRow, "seconds" | "transitionsPerSecond">;

/** What must be the same in runs that are the same. */
export function timeless(rows: readonly MetricsRow[]): TimelessRow[] {
  return rows.map(({ seconds: _, transitionsPerSecond: __, ...row }) => row);
}

/** Trains from the start, in a directory of its own. */
export async function trainRun(
  hosts: Hosts,
  config: TrainConfig,
  options: TrainOptions = {},
): Promise<RunDirectory> {
  const directory = await createRunDirectory(`${await scratch()}/run`, config);
  await trainIn(directory, hosts.transports, config, options);
  return directory;
}

/** Goes on from a run's newest checkpoint. */
export async function resumeRun(path: string, hosts: Hosts, options: TrainOptions = {}): Promise<void> {
  const directory = await openRunDirectory(path);
  const config = resolveConfig(await directory.readConfig());
  await trainIn(directory, hosts.transports, config, options, true);
}

/** @param resumed - from the newest checkpoint, rather than from the start */
export async function trainIn(
  directory: RunDirectory,
  transports: readonly Transport[],
  config: TrainConfig,
  {
    onIteration = () => {},
    signal = new AbortController().signal,
    engine = compiledEngine(),
  }: TrainOptions = {},
  resumed = false,
): Promise<void> {
  const checkpoint = resumed ? await directory.readCheckpoint(() => {}) : undefined;
  await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
  const setup = await setUpRun(transports, config);
  const prepared = await prepareRun(transports, setup, engine, { checkpoint });
  try {
    await train({ config, directory, ...prepared, onIteration, signal });
  } finally {
    await prepared.environments.close();
  }
}

/** The rows of a run on one service in this process: what all other ways must give. */
export async function referenceRows(config: TrainConfig): Promise<TimelessRow[]> {
  const hosts = await inProcessHosts(0);
  const path = await makeScratch();
  try {
    const directory = await createRunDirectory(path, config);
    await trainIn(directory, hosts.transports, config);
    return await rowsOf(directory);
  } finally {
    await hosts.close();
    await rm(path, { recursive: true });
  }
}

export async function rowsOf(directory: RunDirectory): Promise<TimelessRow[]> {
  return timeless(await directory.readMetrics());
}
