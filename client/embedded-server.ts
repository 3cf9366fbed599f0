import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("../server/cli/main.js", import.meta.url));

/** A caucus-server of our own: another process, on loopback, at a free port. */
export interface EmbeddedServer {
  readonly address: string;
  stop(): void;
}

/**
 * @param modules - files with environments of the user's own
 * @throws Error if it does not start; why, the server has said on standard error
 */
export async function startEmbeddedServer(modules: readonly string[] = []): Promise<EmbeddedServer> {
  const loads = modules.flatMap((path) => ["--load", path]);
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn", ...loads];
  // In a process group of its own, so that Ctrl-C reaches the learner alone, which then saves its environments.
  const server = spawn(process.execPath, [SERVER, ...flags], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once("line", (line) => resolve(JSON.parse(line).address));
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the embedded caucus-server exited with code ${code}`)));
  });
  return { address, stop: () => server.stdin.end() };
}
