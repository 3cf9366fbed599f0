import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
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
  /** Whether it has not ended. */
  readonly lives: boolean;
  close(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("./observed-server-main.js", import.meta.url));

/** Starts a server in a process of its own that can be asked what it holds. */
export async function startObservedServer(config: Partial<ServerConfig>): Promise<ObservedServer> {
  const child = fork(MAIN, [JSON.stringify(config)], { execArgv: ["--expose-gc"] });
  const closed = once(child, "close");
  const [address] = await once(child, "message");
  return {
    address,
    async measure() {
      const answer = once(child, "message");
      child.send("measure");
      return (await answer)[0];
    },
    get lives() {
      return child.exitCode === null && child.signalCode === null;
    },
    async close() {
      child.kill();
      await closed;
    },
  };
}
