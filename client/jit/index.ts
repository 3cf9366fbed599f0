/** Compiles functions of TensorFlow.js for ONNX Runtime. */
export { type ExportOptions, exportOnnx } from "./export.js";
export { jit } from "./jit.js";
export { type Arrays, type NdArray, ndArray, type TensorTree } from "./nd-array.js";
export {
  type Scan,
  type ScanInputs,
  type ScanOptions,
  type ScanOutputs,
  type ScanStep,
  scan,
} from "./scan.js";
export type { RunOptions } from "./session.js";
