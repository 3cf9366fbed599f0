import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { EmbeddedServer } from "../../client/index.js";

const SERVER = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

/**
 * A caucus-server in a process of its own, on loopback; it ends with this process.
 * @param workers - threads that step; 0 steps in the server's own thread; the server's default if left out
 * @param more - flags
 */
export async function startServerProcess(
  workers?: number,
  more: readonly string[] = [],
): Promise<EmbeddedServer> {
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn", ...more];
  if (workers !== undefined) flags.push("--workers", String(workers));
  const server = spawn(process.execPath, [SERVER, ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(server.stdout).once("line", (line) => resolve(JSON.parse(line).address));
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`the caucus-server exited with code ${code}`)));
  });
  return { address, stop: () => server.stdin.end() };
}
