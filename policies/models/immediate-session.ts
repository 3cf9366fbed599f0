import type * as Ort from "onnxruntime-node";
import { createOrExplain, SESSION_OPTIONS } from "../../serving/models/cost.js";
import type { PolicySession, SessionOpener } from "../../serving/models/policy.js";

/** The session behind the package's public one, as far as it is used. */
interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  /** Answers before it returns. @param fetches - outputs' names, each with null */
  run(feeds: PolicyFeeds, fetches: Record<string, null>, options: object): Record<string, Ort.Tensor>;
  dispose(): void;
}

type PolicyFeeds = Parameters<PolicySession["run"]>[0];

/**
 * Opens sessions that answer at once. The package's public session answers when Node's event loop has turned, which takes
 * a small policy longer than deciding does: 11 instead of 6.5 µs of the processor and, as the answer then misses the turn
 * in which it could be sent, as much again of waiting.
 * @returns the public session if this version of the package has another one behind it
 */
export function immediateSessions(ort: typeof Ort): SessionOpener {
  return async (bytes, where) => {
    // The public one is made in any case: it explains what is wrong with a model.
    const session = await createOrExplain(ort, bytes, where);
    const native = await nativeSession(bytes);
    if (native === undefined) return publicSession(session);
    await session.release();
    return {
      run: (feeds, outputs) => native.run(feeds, fetchesOf(outputs), {}),
      release: async () => native.dispose(),
    };
  };
}

function publicSession(session: Ort.InferenceSession): PolicySession {
  return { run: (feeds, outputs) => session.run(feeds, outputs), release: () => session.release() };
}

const fetchesOf = (outputs: readonly string[]) =>
  Object.fromEntries(outputs.map((output) => [output, null])) as Record<string, null>;

/** @returns undefined if there is none */
async function nativeSession(bytes: Uint8Array): Promise<NativeSession | undefined> {
  try {
    const { binding } = (await import("onnxruntime-node/dist/binding.js")) as unknown as {
      readonly binding: { readonly InferenceSession: new () => NativeSession };
    };
    const session = new binding.InferenceSession();
    session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, SESSION_OPTIONS);
    return session;
  } catch {
    return undefined;
  }
}
