import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { makeDirectory, readJson, readText, removeWhole, writeJson } from "../../base/files.js";
import { isLocked, isLockFile } from "../../base/lock.js";
import { claimFolder } from "../../run/claim.js";
import { openRunDirectory, RunDirectoryError } from "../../run/run-directory.js";
import type { Grid } from "../plan/grid.js";
import type { GridRun } from "../plan/grid-run.js";

/** The files of one experiment. */
export interface GridDirectory {
  readonly path: string;
  runPath(run: GridRun): string;
  /** Path of the file with the run's output. */
  logPath(run: GridRun): string;
  settingsPath(run: GridRun): string;
  /** Releases the directory to other processes. */
  release(): void;
}

/** The facts that all runs of a directory share, by flag. */
type GridRecord = Readonly<Record<string, unknown>>;

/**
 * Makes and locks the directory of a grid, or opens the one that an earlier process made for the same grid.
 * @throws RunDirectoryError if the directory holds something else
 * @throws LockError if another process has locked it
 */
export async function openGridDirectory(path: string, grid: Grid): Promise<GridDirectory> {
  await checkGridPath(path, recordOf(grid)).catch(async (error) => {
    // Another process may be making the directory at this moment; then the claim says so.
    if (!(await isLocked(path).catch(() => false))) throw error;
  });
  const { release } = await claimFolder(path);
  try {
    await prepareFiles(path, recordOf(grid));
  } catch (error) {
    release();
    throw error;
  }
  return {
    release,
    path,
    runPath: ({ name }) => join(path, "runs", name),
    logPath: ({ name }) => join(path, "logs", `${name}.log`),
    settingsPath: ({ name }) => join(path, "settings", `${name}.json`),
  };
}

/** @returns whether the directory holds an earlier part of the grid */
async function checkGridPath(path: string, record: GridRecord): Promise<boolean> {
  const before = await readJson<GridRecord>(recordPath(path));
  if (before === undefined) await checkEmpty(path);
  else checkSame(path, before, record);
  return before !== undefined;
}

async function prepareFiles(path: string, record: GridRecord): Promise<void> {
  const begun = await checkGridPath(path, record);
  for (const folder of ["runs", "logs", "settings"]) await makeDirectory(join(path, folder));
  if (!begun) await writeJson(recordPath(path), record);
}

const recordPath = (path: string) => join(path, "experiment.json");

/** The record of a grid's directory. It leaves out which runs there are, since a grid may grow or be shown in part. */
function recordOf({ experiment, scale, settings }: Grid): GridRecord {
  return { experiment, scale, config: settings };
}

async function checkEmpty(path: string): Promise<void> {
  const existing = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new RunDirectoryError(`${path}: expected a directory or nothing there, got ${error.message}`);
  });
  if (existing.every(isLockFile)) return;
  throw new RunDirectoryError(`${path} is not empty and holds no experiment: choose another --out`);
}

function checkSame(path: string, before: GridRecord, now: GridRecord): void {
  const changed = Object.keys(now).find((name) => !isDeepStrictEqual(before[name], now[name]));
  if (changed === undefined) return;
  const [was, is] = [before, now].map((record) => JSON.stringify(record[changed]));
  throw new RunDirectoryError(
    `${path} was started with ${changed} ${was}, not ${is}: go on with the same, or choose another --out`,
  );
}

/** How much of a run exists. */
export type RunState = "absent" | "begun" | "finished";

/** The state of a run. An unreadable summary counts as missing, since resuming the run writes it again. */
export async function runState(path: string): Promise<RunState> {
  if ((await readText(join(path, "config.json"))) === undefined) {
    // Removes what a crash left of a run that was being set up.
    await removeWhole(path);
    return "absent";
  }
  const summary = await (await openRunDirectory(path)).readSummary().catch(() => undefined);
  return summary?.finished ? "finished" : "begun";
}
