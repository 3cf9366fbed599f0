/** The entry point of a thread that runs one session. */
import { parentPort, workerData } from "node:worker_threads";
import type { Leaves, NdArray } from "../nd-array.js";
import { createSession } from "../session.js";
import type { RunMessage, SentArray, ThreadData, ThreadReply } from "./messages.js";

const { model, options } = workerData as ThreadData;
const session = createSession(model, options);
let kept = new Map<number, NdArray>();

/** The arrays of a run. Arrays that were not sent again are taken from the previous run. */
function received(inputs: readonly SentArray[]): Leaves<NdArray> {
  const before = kept;
  kept = new Map();
  return inputs.map(({ name, id, array = before.get(id)! }) => {
    kept.set(id, array);
    return [name, array];
  });
}

async function answer({ inputs }: RunMessage): Promise<ThreadReply> {
  try {
    const leaves = received(inputs);
    return { outputs: await (await session).run(leaves) };
  } catch (error) {
    return { error: error as Error };
  }
}

parentPort!.on("message", async (message: RunMessage) => parentPort!.postMessage(await answer(message)));
