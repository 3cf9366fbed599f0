import { createHash } from "node:crypto";
import type * as Ort from "onnxruntime-node";
import {
  type GraphProto,
  ModelProto,
  type NodeProto,
  type TensorProto,
  ValueInfoProto,
} from "../../proto/gen/onnx/onnx.js";
import { type ContractError, unexpected } from "../../proto/index.js";
import { MATRIX_PRODUCTS } from "./operators.js";
import { OBSERVATION, outputSizes, type PolicySpaces } from "./policy-shapes.js";
import type { CheckedModel } from "./read-model.js";

/** Limit of the numbers in all intermediate results of a step. */
export const MAX_NUMBERS = 2 ** 26;
/** Limit of the multiplications of a step in products of matrices, which take about a second. */
export const MAX_PRODUCTS = 2 ** 30;
/** Number of kinds of models that are remembered as cheap enough. */
const KNOWN_KINDS = 64;

type Shape = readonly number[];

/** The task of a model. */
export interface PolicyTask {
  readonly spaces: PolicySpaces;
  /** Largest number of environments that it decides for at once. */
  readonly numRows: number;
  /** The model's field, for errors. */
  readonly where: string;
}

/** Checks the cost of models before they run. */
export interface CostCheck {
  /** @throws ContractError (INVALID_VALUE, LIMIT) if a result's shape is not known, or the model costs too much */
  check(model: CheckedModel, task: PolicyTask): Promise<void>;
}

/** Checks models of one kind once: a learner's models differ only in their weights. */
export function createCostCheck(ort: typeof Ort): CostCheck {
  const known = new Set<string>();
  return {
    async check(model, task) {
      const kind = kindOf(model, task.numRows);
      if (known.has(kind)) return;
      const shapes = await inferShapes(ort, model, task);
      checkOutputs(shapes, task);
      checkCost(model.graph, shapes, task.where);
      known.add(kind);
      for (const oldest of known) {
        if (known.size <= KNOWN_KINDS) break;
        known.delete(oldest);
      }
    },
  };
}

/** Identifies models that have the same shapes: they differ only in floating-point weights. */
function kindOf(model: CheckedModel, numRows: number): string {
  const { graph } = model;
  const kind = ModelProto.fromPartial({
    opsetImport: model.opsetImport,
    graph: {
      ...graph,
      initializer: graph.initializer.map(withoutNumbers),
      node: graph.node.map((node) => ({
        ...node,
        attribute: node.attribute.map((attribute) => ({
          ...attribute,
          t: attribute.t && withoutNumbers(attribute.t),
        })),
      })),
    },
  });
  return `${numRows} ${createHash("sha256").update(ModelProto.encode(kind).finish()).digest("hex")}`;
}

/** TensorProto.DataType: shapes are of integers. */
const [FLOAT, DOUBLE] = [1, 11];

function withoutNumbers(tensor: TensorProto): TensorProto {
  if (tensor.dataType !== FLOAT && tensor.dataType !== DOUBLE) return tensor;
  return { ...tensor, rawData: new Uint8Array(), floatData: [], doubleData: [] };
}

/**
 * Infers the shapes of all results with ONNX Runtime, from a model that outputs every one of them and never runs.
 * @returns by the result's name
 */
async function inferShapes(
  ort: typeof Ort,
  model: CheckedModel,
  { spaces, numRows, where }: PolicyTask,
): Promise<Map<string, Shape>> {
  const { graph } = model;
  const shapes = new Map<string, Shape>([[OBSERVATION, [numRows, spaces.observationSize]]]);
  for (const { name, dims } of graph.initializer) shapes.set(name, dims);
  const results = graph.node.flatMap(({ output }) => output.filter((name) => name !== ""));
  const given = ModelProto.fromPartial({
    ...model,
    graph: {
      ...graph,
      input: graph.input.map((input) => (input.name === OBSERVATION ? sized(input, numRows) : input)),
      output: results.map((name) => ({ name })),
    },
  });
  const session = await createOrExplain(ort, ModelProto.encode(given).finish(), where, "disabled");
  try {
    for (const meta of session.outputMetadata) {
      const shape = meta.isTensor ? meta.shape : ["?"];
      if (!shape.every((size) => typeof size === "number" && size >= 0))
        throw unknownShape(graph, meta.name, where);
      shapes.set(meta.name, shape as Shape);
    }
  } finally {
    await session.release();
  }
  return shapes;
}

function sized({ name, type }: ValueInfoProto, numRows: number): ValueInfoProto {
  const dim = type!.tensorType!.shape!.dim.map((own, i) =>
    i === 0 ? { value: { $case: "dimValue" as const, value: numRows } } : own,
  );
  return ValueInfoProto.fromPartial({ name, type: { tensorType: { ...type!.tensorType!, shape: { dim } } } });
}

/** How policies are run: equal inputs give equal bits, and no thread is taken from others. */
export const SESSION_OPTIONS = {
  graphOptimizationLevel: "all",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  logSeverityLevel: 4,
} as const;

/**
 * Makes a model ready to run.
 * @throws ContractError (INVALID_VALUE) with ONNX Runtime's reason if it cannot be run
 */
export async function createOrExplain(
  ort: typeof Ort,
  bytes: Uint8Array,
  where: string,
  graphOptimizationLevel: "disabled" | "all" = "all",
): Promise<Ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, {
      ...SESSION_OPTIONS,
      graphOptimizationLevel,
    });
  } catch (error) {
    throw unexpected(
      where,
      "a model that ONNX Runtime takes",
      `one that it refuses: ${(error as Error).message}`,
    );
  }
}

function unknownShape(graph: GraphProto, name: string, where: string): ContractError {
  const { opType } = graph.node.find(({ output }) => output.includes(name))!;
  return unexpected(where, "results whose shapes follow from their inputs'", `"${name}" of "${opType}"`);
}

/** @throws ContractError if the outputs are not a policy's */
function checkOutputs(shapes: ReadonlyMap<string, Shape>, { spaces, numRows, where }: PolicyTask): void {
  for (const [name, size] of Object.entries(outputSizes(spaces))) {
    const shape = shapes.get(name);
    const whole = [numRows, size].join();
    if (shape?.join() === whole || (name === "log_std" && shape?.join() === `${size}`)) continue;
    const expected = name === "log_std" ? `[B, ${size}] or [${size}]` : `[B, ${size}]`;
    const got = shape?.map((own, i) => (i === 0 && own === numRows ? "B" : own)).join(", ");
    throw unexpected(`${where}: output "${name}"`, expected, `[${got ?? ""}]`);
  }
}

/** @throws ContractError (LIMIT) if a step of the model takes too much memory or time */
function checkCost(graph: GraphProto, shapes: ReadonlyMap<string, Shape>, where: string): void {
  let numbers = 0;
  let products = 0;
  for (const node of graph.node) {
    for (const name of node.output) numbers += sizeOf(shapes.get(name) ?? []);
    if (MATRIX_PRODUCTS.has(node.opType)) products += productsOf(node, shapes);
  }
  if (numbers > MAX_NUMBERS)
    throw unexpected(
      where,
      `at most ${MAX_NUMBERS} numbers in its results for all environments`,
      `${numbers}`,
      "LIMIT",
    );
  if (products > MAX_PRODUCTS)
    throw unexpected(where, `at most ${MAX_PRODUCTS} multiplications a step`, `${products}`, "LIMIT");
}

function productsOf(
  { input: [left], output: [result], attribute }: NodeProto,
  shapes: ReadonlyMap<string, Shape>,
) {
  const leftShape = shapes.get(left) ?? [];
  const transposed = attribute.some(({ name, i }) => name === "transA" && i === 1);
  const summed = (transposed ? leftShape[0] : leftShape.at(-1)) ?? 1;
  return sizeOf(shapes.get(result) ?? []) * summed;
}

function sizeOf(shape: Shape): number {
  return shape.reduce((a, b) => a * b, 1);
}
