import type * as Ort from "onnxruntime-node";
import { createOrExplain, SESSION_OPTIONS } from "./cost.js";

type Feeds = Readonly<Record<string, Ort.Tensor>>;

/** A model that is ready to run. */
export interface PolicySession {
  /** @param outputs - names of those that are wanted */
  run(feeds: Feeds, outputs: readonly string[]): Feeds | Promise<Feeds>;
  release(): Promise<void>;
}

/** The session behind the package's public one, as far as it is used. */
interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  /** Answers before it returns. @param fetches - outputs' names, each with null */
  run(feeds: Feeds, fetches: Record<string, null>, options: object): Feeds;
  dispose(): void;
}

/** A module of the package. Sessions crash the process unless it was initialised before. */
interface BindingModule {
  readonly initOrt: () => void;
  readonly binding: { readonly InferenceSession: new () => NativeSession };
}

/**
 * Makes a model ready to run, by a session that answers at once. The package's public session answers when Node's event
 * loop has turned, which takes a small policy longer than deciding does: 11 instead of 6.5 µs of the processor, and
 * then other work has its turn first.
 * @returns a public session if this version of the package has no other one behind it
 * @throws ContractError (INVALID_VALUE) with ONNX Runtime's reason if the model cannot be run
 */
export async function openSession(ort: typeof Ort, model: Uint8Array, where: string): Promise<PolicySession> {
  const native = await nativeSession(model);
  if (native === undefined) return publicSession(await createOrExplain(ort, model, where));
  return {
    run: (feeds, outputs) => native.run(feeds, fetchesOf(outputs), {}),
    release: async () => native.dispose(),
  };
}

function publicSession(session: Ort.InferenceSession): PolicySession {
  return { run: (feeds, outputs) => session.run(feeds, outputs), release: () => session.release() };
}

const fetchesOf = (outputs: readonly string[]) =>
  Object.fromEntries(outputs.map((output) => [output, null])) as Record<string, null>;

/** @returns undefined if there is none, or it refuses the model, whose reason the public session tells */
async function nativeSession(model: Uint8Array): Promise<NativeSession | undefined> {
  try {
    const module = (await import("onnxruntime-node/dist/binding.js")) as unknown as BindingModule;
    const { binding, initOrt } = module;
    initOrt();
    const session = new binding.InferenceSession();
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, SESSION_OPTIONS);
    return session;
  } catch {
    return undefined;
  }
}
