import * as tf from "@tensorflow/tfjs-core";

/** Backends of TensorFlow.js. */
export const BACKENDS = ["auto", "tensorflow", "wasm", "cpu"] as const;
export type Backend = (typeof BACKENDS)[number];

/** tfjs-node 4.22 uses functions that this version of Node removed (tensorflow/tfjs#8609). */
const FIRST_BROKEN_NODE = 23;

/** The backend in use and, if a better one is not available, the reason. */
export interface ChosenBackend {
  readonly name: Exclude<Backend, "auto">;
  readonly fallbackReason?: string;
}

/**
 * Loads a backend; "auto" is the native one if it is installed, otherwise WebAssembly.
 * @throws Error if the requested backend cannot be loaded
 */
export async function chooseBackend(backend: Backend): Promise<ChosenBackend> {
  if (backend !== "auto") {
    await LOADERS[backend]();
    return { name: backend };
  }
  try {
    await loadTensorflow();
    return { name: "tensorflow" };
  } catch (error) {
    await loadWasm();
    return { name: "wasm", fallbackReason: (error as Error).message };
  }
}

const LOADERS = { tensorflow: loadTensorflow, wasm: loadWasm, cpu: loadCpu } as const;

async function loadTensorflow(): Promise<void> {
  const [major] = process.versions.node.split(".").map(Number);
  if (major >= FIRST_BROKEN_NODE) {
    throw new Error(`@tensorflow/tfjs-node does not work on Node ${major}: use Node 20 or 22 for it`);
  }
  // Suppresses the library's messages about processor features.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  try {
    await import("@tensorflow/tfjs-node" as string);
  } catch {
    throw new Error("@tensorflow/tfjs-node is not installed or its library is missing");
  }
  await activate("tensorflow");
}

async function loadWasm(): Promise<void> {
  await import("@tensorflow/tfjs-backend-wasm");
  await activate("wasm");
}

async function loadCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
  await activate("cpu");
}

async function activate(name: string): Promise<void> {
  // Suppresses TensorFlow.js's advertisement of its other backends.
  tf.enableProdMode();
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js could not start its backend "${name}"`);
  await tf.ready();
}
