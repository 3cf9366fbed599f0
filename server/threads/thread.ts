import { Worker } from "node:worker_threads";
import { DeathError } from "../base/death-error.js";
import type { ThreadReply, ThreadRequest } from "./messages.js";
import { decodeThreadError } from "./thread-error.js";

/** A call that has not been answered yet. */
interface PendingCall {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker thread whose methods can be called. */
export interface Thread {
  /** Whether calls can succeed; false as soon as the thread is being ended. */
  readonly alive: boolean;
  /** @returns the call's result; rejects if the method threw, or with DeathError */
  call(method: string, ...args: readonly unknown[]): Promise<unknown>;
  terminate(): Promise<void>;
}

export interface ThreadConfig {
  /** The module that it runs. */
  readonly main: URL;
  readonly workerData: Readonly<Record<string, unknown>>;
  /** Seconds that calls may wait without any reply. After them the thread is ended, since nothing else can stop its work. */
  readonly maxSeconds: number;
  /** Called once when the thread has ended for any reason. */
  onDeath(error: Error): void;
}

/** Limits in seconds of the time for loading modules, which otherwise equals the time for a request. */
const [MIN_START, MAX_START] = [5, 30];

/** Starts a thread whose module answers calls with `answerCalls`. */
export function startThread({ main, workerData, maxSeconds, onDeath }: ThreadConfig): Thread {
  // The number of the call in progress, which distinguishes a call that does not end from those waiting for it.
  const working = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(main, { workerData: { ...workerData, working }, stdout: true });
  // Modules' output goes to the log, since standard output is only for the announcement.
  worker.stdout.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  const pending = new Map<number, PendingCall>();
  let calls = 0;
  let death: Error | undefined;
  let seconds = Math.min(Math.max(maxSeconds, MIN_START), MAX_START);
  /** Runs while calls are waiting and restarts at every reply, so that each call has the full time. */
  let deadline: NodeJS.Timeout | undefined;

  function giveUp(): void {
    const within = `within ${seconds} s`;
    death = new DeathError(`other environments in its worker thread gave no answer ${within}`);
    const stuck = Atomics.load(working, 0);
    const [first] = pending.keys();
    const call = pending.has(stuck) ? stuck : first;
    const { method, reject } = pending.get(call)!;
    pending.delete(call);
    reject(new DeathError(`no answer to "${method}" ${within}: it loops, or waits for what never comes`));
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
    }
    if ("ready" in reply || "waiting" in reply) return watch();
    const waiting = pending.get(reply.call);
    pending.delete(reply.call);
    watch();
    if ("error" in reply) waiting?.reject(decodeThreadError(reply.error));
    else waiting?.resolve(reply.value);
  });
  // "exit" follows every "error".
  worker.on("error", (error: unknown) => {
    death ??= new DeathError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  worker.on("exit", (code) => {
    death ??= new DeathError(exitText(code));
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
