import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SERVER = fileURLToPath(new URL("../server/cli/main.js", import.meta.url));

/** A caucus-server of our own: another process, on loopback, at a free port. */
export interface EmbeddedServer {
  readonly address: string;
  stop(): void;
}

/** @throws Error with what the server said, if it does not start */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn"];
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
