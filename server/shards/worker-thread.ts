import { Worker } from "node:worker_threads";
import type { WorkerReply, WorkerRequest } from "./worker-messages.js";

type Distributed<T> = T extends unknown ? Omit<T, "call"> : never;

/** A call that has no reply yet. */
interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A worker thread, called like a function. */
export interface WorkerThread {
  /** @returns what the call gave; rejects if it threw, or the thread is dead */
  call(request: Distributed<WorkerRequest>): Promise<unknown>;
  terminate(): Promise<void>;
}

/** @param onDeath - told once when the thread has ended, whatever ended it */
export function createWorkerThread(onDeath: (error: Error) => void): WorkerThread {
  const worker = new Worker(new URL("./worker-main.js", import.meta.url));
  const pending = new Map<number, PendingCall>();
  let calls = 0;
  let death: Error | undefined;

  worker.on("message", (reply: WorkerReply) => {
    const waiting = pending.get(reply.call);
    pending.delete(reply.call);
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
    onDeath(death);
  });

  return {
    call(request) {
      if (death !== undefined) return Promise.reject(death);
      const call = calls++;
      worker.postMessage({ call, ...request });
      return new Promise((resolve, reject) => pending.set(call, { resolve, reject }));
    },
    async terminate() {
      await worker.terminate();
    },
  };
}
