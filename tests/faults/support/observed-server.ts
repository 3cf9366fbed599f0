import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, vi } from "vitest";
import type { ServerConfig } from "../../../server/index.js";

/** What a process holds once all garbage is collected. */
export interface Holdings {
  /** Of JavaScript's memory. */
  readonly bytes: number;
  /** Open files and connections; 0 where that cannot be known. */
  readonly files: number;
}

export interface ObservedServer {
  readonly address: string;
  measure(): Promise<Holdings>;
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("./observed-server-main.js", import.meta.url));

/** Starts a server in a process of its own that can be asked what it holds. */
export async function startObservedServer(config: Partial<ServerConfig>): Promise<ObservedServer> {
  const child = fork(MAIN, { execArgv: ["--expose-gc"] });
  const closed = once(child, "close");
  child.send(config);
  const [address] = await once(child, "message");
  return {
    address,
    async measure() {
      const answer = once(child, "message");
      child.send("measure");
      return (await answer)[0];
    },
    async close() {
      child.kill();
      await closed;
    },
  };
}

/**
 * Has a server do the same work twice, and waits until it holds no more files after it than in between.
 * @param seconds - that it may take to let go of them
 * @returns megabytes of JavaScript's memory that it has grown by in the second half
 */
export async function growthInSecondHalf(
  server: ObservedServer,
  half: () => Promise<void>,
  seconds: number,
): Promise<number> {
  await half();
  const before = await server.measure();
  await half();
  const after = await vi.waitFor(
    async () => {
      const holdings = await server.measure();
      expect(holdings.files).toBeLessThanOrEqual(before.files);
      return holdings;
    },
    { timeout: 1000 * seconds, interval: 200 },
  );
  return (after.bytes - before.bytes) / 2 ** 20;
}
