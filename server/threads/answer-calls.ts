import { parentPort, workerData } from "node:worker_threads";
import type { ThreadReply, ThreadRequest } from "./messages.js";
import { encodeThreadError } from "./thread-error.js";

/** What a thread does for who started it. */
export type ThreadMethods = Readonly<Record<string, (...args: never[]) => unknown>>;

const { working } = workerData as { readonly working: Int32Array };

/** Says that the thread has loaded what it needs: until then, calls may wait for longer. */
export function announceReady(): void {
  parentPort!.postMessage({ ready: true } satisfies ThreadReply);
}

/** Says which call the thread works on from now on: a call that gives way to others says so when it goes on. */
export function workOn(call: number): void {
  Atomics.store(working, 0, call);
}

/**
 * Answers the calls of `startThread`, in this thread.
 * @param methodsFor - the methods, for the call of that number
 */
export function answerCalls(methodsFor: (call: number) => ThreadMethods): void {
  const port = parentPort!;
  port.on("message", ({ call, method, args }: ThreadRequest) => {
    const reply = (message: ThreadReply) => port.postMessage(message);
    workOn(call);
    const answer = async () => methodsFor(call)[method](...(args as never[]));
    answer()
      .then((value) => reply({ call, value }))
      // A value that cannot be sent is an error too.
      .catch((error: unknown) => reply({ call, error: encodeThreadError(error) }));
  });
}
