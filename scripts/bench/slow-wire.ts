import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { WireConditions } from "./training-request.js";

/** A wire that stands before a server. */
export interface SlowWire {
  readonly address: string;
  stop(): void;
}

/** Forwards connections to a server on this machine, as a wire with a delay and a bandwidth would. */
export async function startSlowWire(target: string, conditions: WireConditions): Promise<SlowWire> {
  const [host, port] = target.split(":");
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      from.setNoDelay(true);
      carry(from, to, conditions);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Carries bytes in one direction: each chunk leaves when those before it have passed, and arrives a delay later. */
function carry(from: Socket, to: Socket, { delay, megabits }: WireConditions): void {
  const bytesPerMillisecond = (megabits * 1e6) / 8 / 1000;
  let free = 0;
  // Timers need not fire in the order of their times: each chunk waits for the one before it.
  let before = Promise.resolve();
  from.on("data", (chunk: Buffer) => {
    free = Math.max(free, performance.now()) + chunk.length / bytesPerMillisecond;
    const arrival = sleep(free + delay - performance.now());
    before = Promise.all([before, arrival]).then(() => void to.write(chunk));
  });
}
