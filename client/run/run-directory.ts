import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  appendToFile,
  makeDirectory,
  readJson,
  readText,
  removeWhole,
  syncFile,
  writeFileWhole,
  writeJson,
} from "../base/files.js";
import { isLockFile } from "../base/lock.js";
import { shellWord } from "../base/shell-command.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { MetricsRow, Summary, Trajectories } from "../records/records.js";
import { decodeCheckpoint, encodeCheckpoint } from "./checkpoint/checkpoint.js";
import { missingRows, readRows, rowText } from "./metrics-rows.js";
import { type EventLog, startEventLog } from "./tensorboard/event-log.js";

/** How many checkpoints are kept: the newest and one to fall back to. */
const KEPT_CHECKPOINTS = 2;

/** An error about a run that cannot be made, read or resumed. Its text says what to do. */
export class RunDirectoryError extends Error {
  override readonly name = "RunDirectoryError";
}

/** The files of one run. */
export interface RunDirectory {
  readonly path: string;
  readonly figures: string;
  readConfig(): Promise<TrainConfig>;
  /**
   * @param warn - called if the last line was cut short; that line is left out
   * @throws FileError if another line is not a row
   */
  readMetrics(warn?: (message: string) => void): Promise<MetricsRow[]>;
  /** Writes a row to metrics.jsonl and to TensorBoard's event file, which the first call starts. */
  appendMetrics(row: MetricsRow): Promise<void>;
  /**
   * Removes the rows after an iteration.
   * @param warn - called if earlier rows are missing
   */
  truncateMetrics(iteration: number, warn?: (message: string) => void): Promise<void>;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /**
   * The newest undamaged checkpoint; undefined if none was written.
   * @param warn - called for each damaged one
   * @throws RunDirectoryError if all are damaged
   */
  readCheckpoint(warn: (message: string) => void): Promise<Checkpoint | undefined>;
  readSummary(): Promise<Summary | undefined>;
  writeSummary(summary: Summary): Promise<void>;
  readTrajectories(): Promise<Trajectories | undefined>;
  writeTrajectories(trajectories: Trajectories): Promise<void>;
}

/** @throws RunDirectoryError if the directory holds something already */
export async function checkRunPath(path: string): Promise<void> {
  const existing = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new RunDirectoryError(`${path}: expected a directory or nothing there, got ${error.message}`);
  });
  if (existing.some((name) => !isLockFile(name))) {
    throw new RunDirectoryError(
      `${path} is not empty: choose another --out, or go on with --resume --out ${shellWord(path)}`,
    );
  }
}

/** @throws RunDirectoryError if there is something already */
export async function createRunDirectory(path: string, config: TrainConfig): Promise<RunDirectory> {
  await checkRunPath(path);
  await makeDirectory(join(path, "checkpoints"));
  await writeJson(join(path, "config.json"), config);
  return runDirectory(path);
}

/** @throws RunDirectoryError if the directory holds no run */
export async function openRunDirectory(path: string): Promise<RunDirectory> {
  if ((await readText(join(path, "config.json"))) === undefined) {
    throw new RunDirectoryError(`${path} holds no run: expected a config.json in it`);
  }
  return runDirectory(path);
}

function runDirectory(path: string): RunDirectory {
  const metricsPath = join(path, "metrics.jsonl");
  const checkpoints = join(path, "checkpoints");
  let events: Promise<EventLog> | undefined;
  const directory: RunDirectory = {
    path,
    figures: join(path, "figures"),
    readConfig: async () => withoutGroups(await readObject<TrainConfig>(join(path, "config.json"))),
    readMetrics: async (warn = () => {}) => readRows((await readText(metricsPath)) ?? "", metricsPath, warn),
    async appendMetrics(row) {
      await appendToFile(metricsPath, rowText(row));
      events ??= startEventLog(path, row.transitions);
      await (await events).append(row);
    },
    async truncateMetrics(iteration, warn = () => {}) {
      const rows = (await directory.readMetrics()).filter((row) => row.iteration <= iteration);
      const missing = missingRows(rows, iteration);
      if (missing !== undefined) warn(`${metricsPath}: ${missing}`);
      await writeFileWhole(metricsPath, rows.map(rowText).join(""));
    },
    async writeCheckpoint(checkpoint) {
      // The rows reach the disk before the checkpoint does, so that no checkpoint is newer than its rows.
      await syncFile(metricsPath);
      const name = `iteration-${String(checkpoint.learner.iteration).padStart(6, "0")}.safetensors`;
      await writeFileWhole(join(checkpoints, name), encodeCheckpoint(checkpoint));
      const old = (await checkpointNames(checkpoints)).slice(KEPT_CHECKPOINTS);
      await Promise.all(old.map((oldName) => removeWhole(join(checkpoints, oldName))));
    },
    async readCheckpoint(warn) {
      const names = await checkpointNames(checkpoints);
      for (const [i, name] of names.entries()) {
        try {
          return decodeCheckpoint(await readFile(join(checkpoints, name)));
        } catch (error) {
          const next = i + 1 < names.length ? "; trying the one before" : "";
          warn(`checkpoint ${name} is damaged (${(error as Error).message})${next}`);
        }
      }
      if (names.length === 0) return undefined;
      throw new RunDirectoryError(
        `${checkpoints}: expected a checkpoint to go on from, got ${names.length} that are all damaged`,
      );
    },
    readSummary: () => readJson<Summary>(join(path, "summary.json")),
    writeSummary: (summary) => writeJson(join(path, "summary.json"), summary),
    readTrajectories: () => readJson<Trajectories>(join(path, "trajectories.json")),
    writeTrajectories: (trajectories) =>
      writeFileWhole(join(path, "trajectories.json"), JSON.stringify(trajectories)),
  };
  return directory;
}

/** @throws RunDirectoryError if the file holds something else */
async function readObject<T extends object>(path: string): Promise<T> {
  const value = await readJson<T>(path);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new RunDirectoryError(`${path}: expected settings by name, got ${JSON.stringify(value)}`);
}

/** Newest first. */
async function checkpointNames(checkpoints: string): Promise<string[]> {
  const names = await readdir(checkpoints).catch(() => []);
  return names
    .filter((name) => name.endsWith(".safetensors"))
    .sort()
    .reverse();
}

/**
 * The iteration of a run's newest checkpoint, which may be damaged.
 * @returns undefined if there is none
 */
export async function savedIteration(path: string): Promise<number | undefined> {
  const [newest] = await checkpointNames(join(path, "checkpoints"));
  return newest === undefined ? undefined : Number.parseInt(newest.replace("iteration-", ""), 10);
}

/**
 * Reads settings of earlier versions, which could have environments take turns in groups. One group is what there is now.
 * @throws RunDirectoryError if there were several: environments of other seeds would be in other places
 */
function withoutGroups(config: TrainConfig & { readonly environmentGroups?: number }): TrainConfig {
  const { environmentGroups = 1, ...rest } = config;
  if (environmentGroups === 1) return rest;
  const text = `environmentGroups: expected 1, as this version has no groups, got ${environmentGroups}`;
  throw new RunDirectoryError(`${text}: go on with the version that began the run`);
}
