import { fileURLToPath } from "node:url";
import type { EmbeddedServer } from "../../client/index.js";
import { startAnnounced } from "./announced-process.js";

const SERVER = fileURLToPath(new URL("../../server/cli/main.js", import.meta.url));

/**
 * A caucus-server in a process of its own, on loopback; it ends with this process.
 * @param workers - threads that step; 0 steps in the server's own thread; the server's default if left out
 * @param more - flags
 */
export function startServerProcess(workers?: number, more: readonly string[] = []): Promise<EmbeddedServer> {
  const flags = ["--port", "0", "--json", "--exit-with-parent", "--log-level", "warn", ...more];
  if (workers !== undefined) flags.push("--workers", String(workers));
  return startAnnounced([process.execPath, SERVER, ...flags]);
}
