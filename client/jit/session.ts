import type * as Ort from "onnxruntime-node";
import { loadRuntime } from "../../proto/onnx-runtime.js";
import { dtypeOf, type Leaves, type NdArray, sizeOf } from "./nd-array.js";

/** Options for running a model. */
export interface RunOptions {
  /** Number of threads that share the work of one operator; 1 if left out, and then equal inputs give equal bits. */
  readonly threads?: number;
}

/** A model that is ready to run. Outputs are newly allocated. */
export interface Session {
  run(inputs: Leaves<NdArray>): Promise<Leaves<NdArray>>;
}

/** @param model - in ONNX's file format; inputs that it does not have are ignored */
export async function createSession(model: Uint8Array, { threads = 1 }: RunOptions): Promise<Session> {
  const ort = await loadRuntime();
  const session = await ort.InferenceSession.create(model, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  });
  const read = new Set(session.inputNames);
  return {
    async run(inputs) {
      const feeds: Record<string, Ort.Tensor> = {};
      for (const [name, array] of inputs) if (read.has(name)) feeds[name] = tensor(ort, array);
      const outputs = await session.run(feeds);
      return session.outputNames.map((name) => [name, arrayOf(outputs[name])]);
    },
  };
}

/** @throws Error if the array's number of elements does not fit its shape */
function tensor(ort: typeof Ort, array: NdArray): Ort.Tensor {
  const { shape, data } = array;
  const size = sizeOf(shape);
  if (data.length !== size) throw new Error(`expected ${size} elements, got ${data.length}`);
  return new ort.Tensor(dtypeOf(array) as "float32", data as Float32Array, shape);
}

function arrayOf({ dims, data }: Ort.Tensor): NdArray {
  return { shape: dims, data: data as NdArray["data"] };
}
