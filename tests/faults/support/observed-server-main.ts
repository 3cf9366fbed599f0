/** A server in a process of its own that says, when asked, what it holds. Run with --expose-gc. */
import { readdirSync } from "node:fs";
import { startServer } from "../../../server/index.js";
import type { Holdings } from "./observed-server.js";

const server = await startServer({ port: 0, ...JSON.parse(process.argv[2]) });

function holdings(): Holdings {
  for (let i = 0; i < 3; i++) globalThis.gc!();
  const { heapUsed, arrayBuffers, external } = process.memoryUsage();
  return {
    bytes: heapUsed + arrayBuffers + external,
    files: process.platform === "linux" ? readdirSync("/proc/self/fd").length : 0,
  };
}

process.on("message", () => process.send!(holdings()));
process.on("disconnect", () => process.exit());
process.send!(server.address);
