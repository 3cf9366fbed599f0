import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openForAppending, writeJson } from "../../base/files.js";
import { readable } from "../../base/readable-text.js";
import type { GridRun } from "../plan/grid-run.js";
import { type GridDirectory, runState } from "./grid-directory.js";

const CAUCUS = fileURLToPath(new URL("../../cli/main.js", import.meta.url));

/** A run that is being trained. */
export interface RunProcess {
  /** Asks the run to finish its iteration, write a checkpoint and end. */
  stop(): void;
  /** Resolves at the run's end, to the reason if it failed, or to null if it succeeded or was stopped. */
  readonly failure: Promise<string | null>;
}

/** Starts `caucus train` for a run, or resumes the run. Its output goes to the run's log. */
export async function startRun(
  directory: GridDirectory,
  run: GridRun,
  serverFlags: readonly string[],
): Promise<RunProcess> {
  const path = directory.runPath(run);
  const settingsPath = directory.settingsPath(run);
  await writeJson(settingsPath, run.settings);
  const start = (await runState(path)) === "begun" ? ["--resume"] : ["--config", settingsPath];
  const log = await openForAppending(directory.logPath(run));
  // The run gets its own process group, so that Ctrl-C reaches only the experiment, which then stops its runs.
  const args = ["train", "--out", path, "--exit-with-parent", ...serverFlags, ...start];
  const child = spawn(process.execPath, [CAUCUS, ...args], {
    detached: true,
    stdio: ["pipe", log.fd, log.fd],
  });
  const ended = once(child, "close");
  // Writing fails once the child has ended.
  child.stdin!.on("error", () => {});
  let stopped = false;
  const stop = () => {
    stopped = true;
    child.kill("SIGINT");
  };
  const failure = ended
    .then(() => (child.exitCode === 0 || stopped ? null : describeFailure(child, directory.logPath(run))))
    .catch((error: Error) => error.message)
    .finally(() => log.close());
  return { stop, failure };
}

/** The last line of the run's output or, if a signal ended it, the signal. */
async function describeFailure({ exitCode, signalCode }: ChildProcess, logPath: string): Promise<string> {
  if (signalCode !== null) return `killed by ${signalCode}`;
  const said = (await readFile(logPath, "utf8")).trim().split("\n").at(-1) ?? "";
  const text = readable(said);
  return text.startsWith("caucus: ") ? text.slice("caucus: ".length) : `ended with code ${exitCode}: ${text}`;
}
