/** A server in a process of its own that is told its settings and, when asked, says what it holds. */
import { readdirSync } from "node:fs";
import { startServer } from "../../../server/index.js";
import type { Holdings } from "./observed-server.js";

function holdings(): Holdings {
  for (let i = 0; i < 3; i++) globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return {
    bytes: heapUsed + external,
    files: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
  };
}

process.once("message", async (config: object) => {
  const { address } = await startServer({ port: 0, ...config });
  process.on("message", () => process.send!(holdings()));
  process.send!(address);
});
process.on("disconnect", () => process.exit());
