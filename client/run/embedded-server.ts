import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readable } from "../base/readable-text.js";

const SERVER = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

/** Seconds that the server may take to start, including the modules it loads. */
const START_SECONDS = 60;

/** Seconds that the server may take to end. */
const STOP_SECONDS = 5;

/** A caucus-server that the learner starts: a child process that listens on loopback, at a free port. */
export interface EmbeddedServer {
  readonly address: string;
  stop(): void;
}

/** Environments that the server has besides the built-in ones. */
export interface OwnEnvironments {
  /** Files of modules. */
  readonly modules?: readonly string[];
  /** Environments written in Python: MODULE:ENV each, or ids of Gymnasium and MO-Gymnasium. */
  readonly python?: readonly string[];
  /** What runs Python; the server's own default if left out. */
  readonly pythonCommand?: string;
}

/** The flags that give a caucus-server these environments. */
export function ownEnvironmentFlags({ modules = [], python = [], pythonCommand }: OwnEnvironments): string[] {
  return [
    ...modules.flatMap((path) => ["--load", path]),
    ...python.flatMap((name) => ["--python", name]),
    ...(pythonCommand === undefined ? [] : ["--python-command", pythonCommand]),
  ];
}

/**
 * @param own - environments of the user's own
 * @param signal - aborts the start
 * @param seconds - time limit of the start
 * @throws Error if the server does not start; the server has printed the reason on standard error
 */
export async function startEmbeddedServer(
  own: OwnEnvironments = {},
  signal?: AbortSignal,
  seconds = START_SECONDS,
): Promise<EmbeddedServer> {
  const fixed = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn"];
  const flags = [...fixed, ...ownEnvironmentFlags(own)];
  // The server gets its own process group, so that Ctrl-C reaches only the learner, which then saves its environments.
  const server = spawn(process.execPath, [SERVER, ...flags], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  // Writing fails once the server has ended.
  server.stdin!.on("error", () => {});
  // A server that never finishes loading handles no other signal.
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

/** The address that the server announces in a line of JSON. Other lines, which modules print, are passed on. */
function announcedAddress(server: ChildProcess, seconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = new Error(`the embedded caucus-server: expected its address within ${seconds} s, got none`);
    const timer = setTimeout(() => reject(late), 1000 * seconds);
    // All output is read, since a pipe that is not read fills up and blocks the server.
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
