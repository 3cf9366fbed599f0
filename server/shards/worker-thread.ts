import { Worker } from "node:worker_threads";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./worker-messages.js";

type Distributed<T> = T extends unknown ? Omit<T, "call"> : never;

/** A call that has no reply yet. */
interface PendingCall {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker thread, called like a function. */
export interface WorkerThread {
  /** @returns what the call gave; rejects if it threw, or the thread is dead */
  call(request: Distributed<WorkerRequest>): Promise<unknown>;
  terminate(): Promise<void>;
}

/**
 * @param setup - what environments it can make
 * @param maxSeconds - that calls may wait without any reply; the thread is then ended, as nothing else stops what it does
 * @param onDeath - told once when the thread has ended, whatever ended it
 */
export function createWorkerThread(
  setup: WorkerSetup,
  maxSeconds: number,
  onDeath: (error: Error) => void,
): WorkerThread {
  const worker = new Worker(new URL("./worker-main.js", import.meta.url), { workerData: setup });
  const pending = new Map<number, PendingCall>();
  let calls = 0;
  let death: Error | undefined;
  /** Runs while calls wait, from the latest sign of life: calls that wait for another's have a time each. */
  let deadline: NodeJS.Timeout | undefined;

  function giveUp(): void {
    const [stuck] = pending.values();
    const within = `within ${maxSeconds} s`;
    death = new Error(`other environments in its worker thread gave no answer ${within}`);
    pending.delete(pending.keys().next().value!);
    stuck.reject(new Error(`no answer to "${stuck.method}" ${within}`));
    void worker.terminate();
  }

  function watch(): void {
    if (pending.size === 0) {
      clearTimeout(deadline);
      deadline = undefined;
    } else if (deadline !== undefined) deadline.refresh();
    else deadline = setTimeout(giveUp, maxSeconds * 1000).unref();
  }

  worker.on("message", (reply: WorkerReply) => {
    const waiting = pending.get(reply.call);
    pending.delete(reply.call);
    watch();
    if ("error" in reply) waiting?.reject(reply.error);
    else waiting?.resolve(reply.value);
  });
  // "exit" follows every "error".
  worker.on("error", (error: Error) => {
    death = error;
  });
  worker.on("exit", (code) => {
    death ??= new Error(`a worker thread exited with code ${code}`);
    for (const waiting of pending.values()) waiting.reject(death);
    pending.clear();
    watch();
    onDeath(death);
  });

  return {
    call(request) {
      if (death !== undefined) return Promise.reject(death);
      const call = calls++;
      worker.postMessage({ call, ...request });
      return new Promise((resolve, reject) => {
        pending.set(call, { method: request.method, resolve, reject });
        if (deadline === undefined) watch();
      });
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
