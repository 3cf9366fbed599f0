import type { DType, Value } from "../graph/value.js";
import type { Leaves } from "../nd-array.js";
import type { TensorSpec } from "../tracer/trace.js";
import { emit, type NamedValue } from "./emit.js";
import type { OnnxGraph, OnnxValueInfo } from "./model.js";

/** Prefix of outputs' names, since an output may have the same path as an input. */
const OUTPUT = "output:";

export function outputName(path: string): string {
  return `${OUTPUT}${path}`;
}

/** The path of an output. */
export function outputPath(name: string): string {
  return name.slice(OUTPUT.length);
}

/**
 * A traced function as a complete graph.
 * @param nameOutput - gives an output's name in the graph
 */
export function functionGraph(
  inputs: Leaves<TensorSpec>,
  outputs: Leaves<Value>,
  nameOutput = outputName,
): OnnxGraph {
  const named = outputs.map(([path, value]): NamedValue => [nameOutput(path), value]);
  const { nodes, initializers, inputs: read } = emit(named, "value:");
  return {
    name: "function",
    nodes,
    initializers,
    inputs: inputs.filter(([path]) => read.has(path)).map(([path, spec]) => valueInfo(path, spec)),
    outputs: named.map(([name, value]) => valueInfo(name, value)),
  };
}

export function valueInfo(
  name: string,
  { shape, dtype }: { readonly shape: readonly number[]; readonly dtype: DType },
): OnnxValueInfo {
  return { name, dtype, shape };
}
