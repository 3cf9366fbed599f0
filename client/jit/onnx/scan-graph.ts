import type { Value } from "../graph/value.js";
import type { Leaves } from "../nd-array.js";
import type { TensorSpec } from "../tracer/trace.js";
import { emit, type NamedValue } from "./emit.js";
import { outputName, valueInfo } from "./function-graph.js";
import type { OnnxGraph, OnnxNode } from "./model.js";

type Spec = readonly [path: string, spec: TensorSpec];
type Output = readonly [path: string, value: Value];

const within = (path: string, branch: string) => path === branch || path.startsWith(`${branch}/`);
export function isStacked([path]: readonly [string, unknown]): boolean {
  return within(path, "x");
}

export function isCarry(path: string): boolean {
  return within(path, "carry");
}

/** Whether a step passes a carried value on unchanged. */
export function isUnchanged([path, { source }]: Output): boolean {
  return isCarry(path) && source.kind === "input" && source.name === path;
}

/** The spec of an input as a step sees it: one row of a stacked input. */
export function rowSpec([path, spec]: Spec): Spec {
  return [path, isStacked([path, spec]) ? { ...spec, shape: spec.shape.slice(1) } : spec];
}

/** A loop's inputs and outputs in the order that ONNX requires: carried ones first. */
interface Loop {
  readonly carries: Leaves<TensorSpec>;
  readonly stacked: Leaves<TensorSpec>;
  readonly carried: Leaves<Value>;
  readonly rows: Leaves<Value>;
}

/**
 * A graph that repeats a step for every row, with ONNX's operator Scan.
 * @param inputs - inputs of the whole scan
 * @param outputs - outputs of one step; a carried input that is not among them never changes
 */
export function scanGraph(inputs: Leaves<TensorSpec>, outputs: Leaves<Value>, reverse: boolean): OnnxGraph {
  const carried = outputs.filter(([path]) => isCarry(path));
  const loop: Loop = {
    carries: carried.map(([path]) => inputs.find(([input]) => input === path)!),
    stacked: inputs.filter(isStacked),
    carried,
    rows: outputs.filter(([path]) => !isCarry(path)),
  };
  const { body, reads } = stepGraph(loop);
  const own = new Set([...loop.carries, ...loop.stacked].map(([path]) => path));
  const shared = inputs.filter(([path]) => reads.has(path) && !own.has(path));
  const numRows = loop.stacked[0][1].shape[0];
  const stackedInfo = ([path, { shape, dtype }]: Output) =>
    valueInfo(outputName(path), { dtype, shape: [numRows, ...shape] });
  return {
    name: "scan",
    nodes: [scanNode(loop, body, reverse)],
    initializers: [],
    inputs: [...loop.carries, ...loop.stacked, ...shared].map(([path, spec]) => valueInfo(path, spec)),
    outputs: [
      ...carried.map(([path, value]) => valueInfo(outputName(path), value)),
      ...loop.rows.map(stackedInfo),
    ],
  };
}

/** The loop's body. It reads shared inputs by their names in the outer graph; its own values have a prefix. */
function stepGraph({ carries, stacked, carried, rows }: Loop): {
  body: OnnxGraph;
  reads: ReadonlySet<string>;
} {
  const own = new Set([...carries, ...stacked].map(([path]) => path));
  const nameInput = (path: string) => (own.has(path) ? `step:${path}` : path);
  const named = [...carried, ...rows].map(([path, value]): NamedValue => [`step:${outputName(path)}`, value]);
  const emitted = emit(named, "step:v", nameInput);
  const body = {
    name: "step",
    nodes: emitted.nodes,
    initializers: emitted.initializers,
    inputs: [...carries, ...stacked.map(rowSpec)].map(([path, spec]) => valueInfo(nameInput(path), spec)),
    outputs: named.map(([name, value]) => valueInfo(name, value)),
  };
  return { body, reads: emitted.inputs };
}

function scanNode({ carries, stacked, carried, rows }: Loop, body: OnnxGraph, reverse: boolean): OnnxNode {
  const direction = Number(reverse);
  return {
    type: "Scan",
    inputs: [...carries, ...stacked].map(([path]) => path),
    outputs: [...carried, ...rows].map(([path]) => outputName(path)),
    attributes: {
      body: { graph: body },
      num_scan_inputs: stacked.length,
      scan_input_directions: stacked.map(() => direction),
      scan_output_directions: rows.map(() => direction),
    },
  };
}
