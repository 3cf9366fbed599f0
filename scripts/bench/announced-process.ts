import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { EmbeddedServer } from "../../client/index.js";

/** A server in a process of its own. */
export interface AnnouncedProcess extends EmbeddedServer {
  /** Resolves when the process has ended. */
  readonly stopped: Promise<void>;
}

/**
 * Starts a server that announces its address in a line of JSON, and that ends when its standard input closes.
 * @param command - the program and its arguments
 */
export async function startAnnounced([program, ...args]: readonly string[]): Promise<AnnouncedProcess> {
  const server = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once("line", (line) => resolve(JSON.parse(line).address));
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${program} ${args[0]} exited with code ${code}`)));
  });
  return { address, stop: () => server.stdin.end(), stopped: once(server, "close").then(() => {}) };
}
