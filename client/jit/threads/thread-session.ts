import { Worker } from "node:worker_threads";
import type { Leaves, NdArray } from "../nd-array.js";
import type { RunOptions, Session } from "../session.js";
import type { RunMessage, SentArray, ThreadData, ThreadReply } from "./messages.js";

/**
 * A session in its own thread. Arrays are copied to the thread, except those of the previous run, so that arrays which
 * an update's epochs share are sent once.
 */
export function createThreadSession(model: Uint8Array, options: RunOptions): Session {
  const workerData: ThreadData = { model, options };
  const worker = new Worker(new URL("./thread-main.js", import.meta.url), { workerData });
  // An idle thread must not keep the process alive.
  worker.unref();
  const waiting: { resolve(outputs: Leaves<NdArray>): void; reject(error: Error): void }[] = [];
  let sent = new Map<NdArray["data"], number>();
  let ids = 0;
  let death: Error | undefined;

  worker.on("message", (reply: ThreadReply) => {
    const next = waiting.shift()!;
    if (waiting.length === 0) worker.unref();
    if ("error" in reply) next.reject(reply.error);
    else next.resolve(reply.outputs);
  });
  const die = (error: Error) => {
    death ??= error;
    for (const { reject } of waiting.splice(0)) reject(death);
  };
  worker.on("error", die);
  worker.on("exit", (code) => die(new Error(`a thread that computes ended with code ${code}`)));

  function toSend(inputs: Leaves<NdArray>): SentArray[] {
    const before = sent;
    sent = new Map();
    return inputs.map(([name, array]) => {
      const known = before.get(array.data);
      const id = known ?? ids++;
      sent.set(array.data, id);
      return known === undefined ? { name, id, array } : { name, id };
    });
  }

  return {
    run(inputs) {
      if (death !== undefined) return Promise.reject(death);
      const message: RunMessage = { inputs: toSend(inputs) };
      worker.ref();
      worker.postMessage(message);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
  };
}
