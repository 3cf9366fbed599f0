import type * as Ort from "onnxruntime-node";

/** @throws Error if ONNX Runtime does not work on this machine */
export async function loadRuntime(): Promise<typeof Ort> {
  try {
    return await import("onnxruntime-node");
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`onnxruntime-node cannot be loaded: ${reason}`, { cause: error });
  }
}
