import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { InvalidValueError } from "../../envs/index.js";
import type { Logger } from "../../serving/base/log.js";
import { WORKER_REVISION } from "./messages.js";

/** Seconds in which Python must have imported the package. */
const START_SECONDS = 60;

/** The process of `python -m caucus.worker`, from which those of connections are forked. */
export interface ForkServer {
  /**
   * Starts the process if there is none, or not any more.
   * @returns the path of its socket
   * @throws InvalidValueError if it does not start
   */
  socket(): Promise<string>;
  /** Ends it; connections stay. */
  close(): void;
}

/** @param command - of a Python that has the package caucus-rmdp */
export function createForkServer(command: string, log: Logger): ForkServer {
  // Only this user can enter the directory, and so connect.
  const directory = mkdtempSync(join(tmpdir(), "caucus-"));
  const path = join(directory, "workers");
  let running: Promise<ChildProcess> | undefined;
  let closed = false;

  async function start(): Promise<ChildProcess> {
    const child = spawn(command, ["-m", "caucus.worker", "--socket", path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.on("error", () => {});
    child.once("exit", (code, signal) => {
      running = undefined;
      if (!closed) log.warn({ code, signal }, "the Python process that starts workers ended");
    });
    try {
      checkRevision(await announcement(child, command), command);
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    }
    return child;
  }

  return {
    async socket() {
      running ??= start();
      // A failure is told once; the next request tries again.
      running.catch(() => {
        running = undefined;
      });
      await running;
      return path;
    },
    close() {
      closed = true;
      running?.then(
        (child) => child.stdin!.end(),
        () => {},
      );
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What a worker's process says of itself. */
interface Announcement {
  /** Of the package caucus-rmdp. */
  readonly version: string;
  readonly revision: number;
}

function announcement(child: ChildProcess, command: string): Promise<Announcement> {
  return new Promise((resolve, reject) => {
    const fail = (got: string) => reject(noPython(command, got));
    const timer = setTimeout(() => fail(`no answer within ${START_SECONDS} s`), 1000 * START_SECONDS);
    createInterface(child.stdout!).once("line", (line) => {
      clearTimeout(timer);
      try {
        resolve(JSON.parse(line));
      } catch {
        fail(`a program that prints ${JSON.stringify(line.slice(0, 80))}`);
      }
    });
    child.once("error", ({ message }) => {
      clearTimeout(timer);
      fail(message);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`its end with ${signal ?? `status ${code}`}, for the reason above`);
    });
  });
}

function checkRevision({ version, revision }: Announcement, command: string): void {
  if (revision === WORKER_REVISION) return;
  throw noPython(command, `version ${version} of it, whose workers speak with other servers than this one`);
}

function noPython(command: string, got: string): InvalidValueError {
  const expected = "a Python that has the package caucus-rmdp of this version";
  return new InvalidValueError("python-command", expected, `${got} (${command})`);
}
