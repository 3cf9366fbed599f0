import { parentPort, workerData } from "node:worker_threads";
import type { ThreadReply, ThreadRequest } from "./messages.js";
import { encodeThreadError } from "./thread-error.js";

/** The methods that a thread offers. */
export type ThreadMethods = Readonly<Record<string, (...args: never[]) => unknown>>;

const { working } = workerData as { readonly working: Int32Array };

/** Announces that the thread has loaded its modules; before that, calls may wait longer. */
export function announceReady(): void {
  parentPort!.postMessage({ ready: true } satisfies ThreadReply);
}

/** Records the call that the thread is working on. A call that yielded to others records itself again when it goes on. */
export function workOn(call: number): void {
  Atomics.store(working, 0, call);
}

/**
 * Answers calls from the thread that called `startThread`.
 * @param methodsFor - returns the methods for the call with a number
 */
export function answerCalls(methodsFor: (call: number) => ThreadMethods): void {
  const port = parentPort!;
  port.on("message", ({ call, method, args }: ThreadRequest) => {
    const reply = (message: ThreadReply) => port.postMessage(message);
    workOn(call);
    const answer = async () => methodsFor(call)[method](...(args as never[]));
    answer()
      .then((value) => reply({ call, value }))
      // A value that cannot be sent also becomes an error.
      .catch((error: unknown) => reply({ call, error: encodeThreadError(error) }));
  });
}
