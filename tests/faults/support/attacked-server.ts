import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { expect } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../../server/cli/main.js", import.meta.url));

/** Within it, a server answers health, whatever it works on. */
const ANSWER_MS = 1000;

const SERVING = Buffer.from([8, 1]);

/** A caucus-server as its users start it, in a process of its own, and what it says. */
export interface AttackedServer {
  readonly address: string;
  readonly process: ChildProcess;
  /** What it has logged so far. */
  log(): string;
  /** Fails unless it is alive and answers health, over a connection of its own, within a second. */
  expectAlive(): Promise<void>;
  stop(): void;
}

export function startAttackedServer(...flags: string[]): Promise<AttackedServer> {
  return startPreloadedServer("", flags);
}

/** @param preload - JavaScript that the process, and each of its threads, runs before anything else */
export async function startPreloadedServer(
  preload: string,
  flags: readonly string[],
): Promise<AttackedServer> {
  const before = `--import=data:text/javascript,${encodeURIComponent(preload)}`;
  const child = spawn(process.execPath, [before, PROGRAM, "--port", "0", "--json", ...flags]);
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the server exited with code ${code}: ${log}`);
  });
  ended.catch(() => {});
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
  const { address } = JSON.parse(line);
  return {
    address,
    process: child,
    log: () => log,
    stop: () => void child.kill("SIGKILL"),
    async expectAlive() {
      expect(child.exitCode, log).toBeNull();
      expect(await checkHealth(address)).toEqual(SERVING);
    },
  };
}

/** @returns grpc.health.v1.HealthCheckResponse's bytes; rejects if there is no answer in time */
function checkHealth(address: string): Promise<Buffer> {
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  const raw = (bytes: Buffer) => bytes;
  return new Promise<Buffer>((resolve, reject) => {
    const done = (error: ServiceError | null, response?: Buffer) => {
      client.close();
      if (error) reject(error);
      else resolve(response!);
    };
    const options = { deadline: Date.now() + ANSWER_MS };
    client.makeUnaryRequest("/grpc.health.v1.Health/Check", raw, raw, Buffer.alloc(0), options, done);
  });
}
