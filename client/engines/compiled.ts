import { jit } from "../jit/jit.js";
import { scan } from "../jit/scan.js";
import type { Engine } from "./engine.js";

/** An engine that traces functions once and runs them in ONNX Runtime. */
export function compiledEngine(): Engine {
  return { name: "compiled", backend: "onnxruntime", prepare: jit, scan };
}
