import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const CAUCUS = program("client/cli/main.js");
const CAUCUS_SERVER = program("server/cli/main.js");

/** How a program ended, and what it said. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Running {
  readonly process: ChildProcess;
  /** What it has said so far. */
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
}

interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Starts `caucus` in a directory, with no terminal.
 * @param args - numbers are turned into text
 */
export function startCaucus(
  cwd: string,
  args: readonly (string | number)[],
  { env = {} }: StartOptions = {},
): Running {
  const child = spawn(process.execPath, [CAUCUS, ...args.map(String)], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => (stdout += text));
  child.stderr.on("data", (text) => (stderr += text));
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return { process: child, stderr: () => stderr, ended };
}

export function runCaucus(
  cwd: string,
  args: readonly (string | number)[],
  options?: StartOptions,
): Promise<Ended> {
  return startCaucus(cwd, args, options).ended;
}

/** A caucus-server in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  /** Ends it as a crash does, without a word, or as another signal does. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Is gone with the test.
 * @param port - 0 for a free one
 * @param more - flags
 */
export async function startServerProcess(port = 0, more: readonly string[] = []): Promise<ServerProcess> {
  const flags = ["--json", "--workers", "1", "--log-level", "silent", "--exit-with-parent", ...more];
  const child = spawn(process.execPath, [CAUCUS_SERVER, "--port", String(port), ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const kill = async (signal: NodeJS.Signals = "SIGKILL") => {
    child.kill(signal);
    await closed;
  };
  onTestFinished(() => kill());
  const [line] = await once(createInterface(child.stdout), "line");
  return { address: JSON.parse(line).address, kill };
}

/** An environment in which a package is as if it were not installed. */
export function without(name: string): NodeJS.ProcessEnv {
  const dataUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = `export async function resolve(specifier, context, next) {
    if (specifier === ${JSON.stringify(name)}) throw new Error("not found");
    return next(specifier, context);
  }`;
  const register = `import { register } from "node:module"; register(${JSON.stringify(dataUrl(hooks))});`;
  return { NODE_OPTIONS: `--import=${dataUrl(register)}` };
}
