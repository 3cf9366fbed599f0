import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readable } from "../base/readable-text.js";

const SERVER = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

/** How long it may take to start, with what it loads, in seconds. */
const START_SECONDS = 60;

/** How long it may take to end, in seconds. */
const STOP_SECONDS = 5;

/** A caucus-server of our own: another process, on loopback, at a free port. */
export interface EmbeddedServer {
  readonly address: string;
  stop(): void;
}

/**
 * @param modules - files with environments of the user's own
 * @param signal - gives it up while it starts
 * @param seconds - that it may take
 * @throws Error if it does not start; why, the server has said on standard error
 */
export async function startEmbeddedServer(
  modules: readonly string[] = [],
  signal?: AbortSignal,
  seconds = START_SECONDS,
): Promise<EmbeddedServer> {
  const loads = modules.flatMap((path) => ["--load", path]);
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn", ...loads];
  // In a process group of its own, so that Ctrl-C reaches the learner alone, which then saves its environments.
  const server = spawn(process.execPath, [SERVER, ...flags], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // One that is gone no longer reads.
  server.stdin!.on("error", () => {});
  // One that loads for ever hears nothing else.
  const kill = () => void server.kill("SIGKILL");
  signal?.addEventListener("abort", kill);
  try {
    const address = await announcedAddress(server, seconds);
    return { address, stop: () => stopServer(server) };
  } catch (error) {
    kill();
    throw error;
  } finally {
    signal?.removeEventListener("abort", kill);
  }
}

/** Where it listens, as it says in a line of JSON. What modules print besides is passed on. */
function announcedAddress(server: ChildProcess, seconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = new Error(`the embedded caucus-server: expected its address within ${seconds} s, got none`);
    const timer = setTimeout(() => reject(late), 1000 * seconds);
    // Read to the end, since a pipe that nobody reads fills up.
    createInterface(server.stdout!).on("line", (line) => {
      const address = addressIn(line);
      if (address === undefined) return console.error(readable(line));
      clearTimeout(timer);
      resolve(address);
    });
    server.once("error", reject);
    server.once("exit", (code, signal) => {
      clearTimeout(timer);
      const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      reject(new Error(`the embedded caucus-server ${how}`));
    });
  });
}

/** @returns undefined if the line is not the announcement */
function addressIn(line: string): string | undefined {
  try {
    const said = JSON.parse(line);
    return said?.event === "listening" && typeof said.address === "string" ? said.address : undefined;
  } catch {
    return undefined;
  }
}

function stopServer(server: ChildProcess): void {
  server.stdin!.end();
  const timer = setTimeout(() => server.kill("SIGKILL"), 1000 * STOP_SECONDS);
  server.once("exit", () => clearTimeout(timer));
}
