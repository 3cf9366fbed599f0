import type { Leaves, Tensors, TensorTree } from "./nd-array.js";
import { encodeModel } from "./onnx/encode.js";
import { functionGraph } from "./onnx/function-graph.js";
import type { OnnxGraph, OnnxTensor, OnnxValueInfo } from "./onnx/model.js";
import { type TensorSpec, trace } from "./tracer/trace.js";

/** Stands for the variable batch size during tracing; no other axis has this length. */
const ANY_SIZE = 999_983;

/** Options for the export of a function to ONNX. */
export interface ExportOptions {
  /** The function's inputs, without the batch axis, which is the first axis of each. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** Text that is stored in the file. */
  readonly description: string;
}

/**
 * Writes a function of tensors as an ONNX model that takes batches of any size. Inputs and outputs keep their
 * names. Tensors that the function makes, or takes from outside, are stored in the file.
 * @param fn - as for `jit`; it may use the batch size in shapes, but not in computations
 */
export function exportOnnx<I extends Tensors>(
  fn: (inputs: I) => TensorTree,
  { inputs, description }: ExportOptions,
): Uint8Array {
  const specs: Leaves<TensorSpec> = Object.entries(inputs).map(([name, { shape, dtype }]) => [
    name,
    { shape: [ANY_SIZE, ...shape], dtype },
  ]);
  const graph = functionGraph(specs, trace(fn, specs).outputs, (path) => path);
  return encodeModel({ graph: withAnySize(graph), description });
}

function withAnySize(graph: OnnxGraph): OnnxGraph {
  return {
    ...graph,
    initializers: graph.initializers.map(withInferredSize),
    inputs: graph.inputs.map(withNamedSize),
    outputs: graph.outputs.map(withNamedSize),
  };
}

/** Replaces the batch size in the shapes of reshapes, so that ONNX Runtime infers it. */
function withInferredSize(tensor: OnnxTensor): OnnxTensor {
  if (!(tensor.data instanceof BigInt64Array)) return tensor;
  return { ...tensor, data: tensor.data.map((size) => (size === BigInt(ANY_SIZE) ? -1n : size)) };
}

function withNamedSize(info: OnnxValueInfo): OnnxValueInfo {
  return { ...info, shape: info.shape.map((size) => (size === ANY_SIZE ? "batch" : size)) };
}
