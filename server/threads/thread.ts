import { Worker } from "node:worker_threads";
import type { ThreadReply, ThreadRequest } from "./messages.js";
import { decodeThreadError } from "./thread-error.js";

/** A call that has no reply yet. */
interface PendingCall {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker thread, called like a function. */
export interface Thread {
  /** Whether calls have a chance: false from when it is given up, before it has ended. */
  readonly alive: boolean;
  /** @returns what the call gave; rejects if it threw, or with ThreadDeathError */
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
  terminate(): Promise<void>;
}

export interface ThreadConfig {
  /** The module that it runs. */
  readonly main: URL;
  readonly workerData: Readonly<Record<string, unknown>>;
  /** That calls may wait without any reply; the thread is then ended, as nothing else stops what it does. */
  readonly maxSeconds: number;
  /** Told once when the thread has ended, whatever ended it. */
  onDeath(error: Error): void;
}

/** A thread that has ended, with all that it held. */
export class ThreadDeathError extends Error {
  override readonly name = "ThreadDeathError";
}

/** In seconds: loading modules may take longer than a request, and need not take as long as one may. */
const [MIN_START, MAX_START] = [5, 30];

/** Starts a thread whose module answers calls with `answerCalls`. */
export function startThread({ main, workerData, maxSeconds, onDeath }: ThreadConfig): Thread {
  // The number of the call that it works on, so that one that never ends can be told from those that wait for it.
  const working = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(main, { workerData: { ...workerData, working }, stdout: true });
  // What modules print goes with the log: standard output is for the announcement alone.
  worker.stdout.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  const pending = new Map<number, PendingCall>();
  let calls = 0;
  let death: Error | undefined;
  let seconds = Math.min(Math.max(maxSeconds, MIN_START), MAX_START);
  /** Runs while calls wait, from the latest sign of life: calls that wait for another's have a time each. */
  let deadline: NodeJS.Timeout | undefined;

  function giveUp(): void {
    const within = `within ${seconds} s`;
    death = new ThreadDeathError(`other environments in its worker thread gave no answer ${within}`);
    const stuck = Atomics.load(working, 0);
    const [first] = pending.keys();
    const call = pending.has(stuck) ? stuck : first;
    const { method, reject } = pending.get(call)!;
    pending.delete(call);
    reject(
      new ThreadDeathError(`no answer to "${method}" ${within}: it loops, or waits for what never comes`),
    );
    void worker.terminate();
  }

  function watch(): void {
    if (pending.size === 0) {
      clearTimeout(deadline);
      deadline = undefined;
    } else if (deadline !== undefined) deadline.refresh();
    else deadline = setTimeout(giveUp, seconds * 1000).unref();
  }

  worker.on("message", (reply: ThreadReply) => {
    if ("ready" in reply) {
      seconds = maxSeconds;
      clearTimeout(deadline);
      deadline = undefined;
      watch();
      return;
    }
    const waiting = pending.get(reply.call);
    pending.delete(reply.call);
    watch();
    if ("error" in reply) waiting?.reject(decodeThreadError(reply.error));
    else waiting?.resolve(reply.value);
  });
  // "exit" follows every "error".
  worker.on("error", (error: unknown) => {
    death ??= new ThreadDeathError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  worker.on("exit", (code) => {
    death ??= new ThreadDeathError(exitText(code));
    for (const waiting of pending.values()) waiting.reject(death);
    pending.clear();
    watch();
    onDeath(death);
  });

  return {
    get alive() {
      return death === undefined;
    },
    call(method, ...args) {
      if (death !== undefined) return Promise.reject(death);
      const call = calls++;
      worker.postMessage({ call, method, args } satisfies ThreadRequest);
      return new Promise((resolve, reject) => {
        pending.set(call, { method, resolve, reject });
        if (deadline === undefined) watch();
      });
    },
    async terminate() {
      await worker.terminate();
    },
  };
}

function exitText(code: number): string {
  return `a worker thread exited with code ${code}, as modules end it that call process.exit`;
}
