import type { Leaves, Tensors, TensorTree } from "./nd-array.js";
import { encodeModel } from "./onnx/encode.js";
import { functionGraph } from "./onnx/function-graph.js";
import type { OnnxGraph, OnnxTensor, OnnxValueInfo } from "./onnx/model.js";
import { type TensorSpec, trace } from "./tracer/trace.js";

/** What stands for a batch of any size while a function is traced: no other axis is as long. */
const ANY_SIZE = 999_983;

/** A function as an ONNX file. */
export interface ExportOptions {
  /** Its inputs, without the batch's axis, which comes first in each. */
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  /** For whoever opens the file. */
  readonly description: string;
}

/**
 * Writes a function of tensors as an ONNX model that takes batches of any size. Inputs and outputs keep their
 * names; tensors that the function makes, or takes from outside, become part of the file.
 * @param fn - as for `jit`; of the batch's size it must not compute, only reshape by it
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

/** Where a shape to take on has the batch's size, ONNX Runtime is to work it out. */
function withInferredSize(tensor: OnnxTensor): OnnxTensor {
  if (!(tensor.data instanceof BigInt64Array)) return tensor;
  return { ...tensor, data: tensor.data.map((size) => (size === BigInt(ANY_SIZE) ? -1n : size)) };
}

function withNamedSize(info: OnnxValueInfo): OnnxValueInfo {
  return { ...info, shape: info.shape.map((size) => (size === ANY_SIZE ? "batch" : size)) };
}
