import { spaceSize } from "../../envs/index.js";
import { bytesToArray, DataType, type inference, unexpected } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import { OBSERVATION } from "../../serving/models/policy-shapes.js";
import { checkFinite } from "../acting/observations.js";
import type { ServedPolicy } from "../catalog/policy.js";

/** Observations of a request. */
export interface InferredBatch {
  /** [B, d]. */
  readonly observations: Float32Array;
  /** B. */
  readonly rows: number;
}

/**
 * Reads a request's only input.
 * @param size - d
 * @throws ContractError (INVALID_VALUE, LIMIT) if it is not FP32 [B, d], or a number is not finite
 */
export function readInput(
  request: inference.ModelInferRequest,
  size: number,
  maxBatch: number,
): InferredBatch {
  const { inputs, rawInputContents } = request;
  if (inputs.length !== 1 || inputs[0].name !== OBSERVATION)
    throw unexpected(
      "inputs",
      `one, "${OBSERVATION}"`,
      inputs.map(({ name }) => `"${name}"`).join(", ") || "none",
    );
  const [{ datatype, shape, contents }] = inputs;
  const where = `input "${OBSERVATION}"`;
  if (datatype !== "FP32") throw unexpected(`${where}: datatype`, "FP32", datatype || "none");
  const [rows, width] = shape;
  if (shape.length !== 2 || width !== size || !(rows >= 1))
    throw unexpected(`${where}: shape`, `[B, ${size}], with B at least 1`, `[${shape.join(", ")}]`);
  checkLimit(`${where}: shape`, rows, maxBatch, "observations");
  const observations = elementsOf(rawInputContents, contents, rows * size);
  checkFinite(observations, size, where);
  return { observations, rows };
}

function elementsOf(
  raw: readonly Uint8Array[],
  contents: inference.InferTensorContents | undefined,
  count: number,
): Float32Array {
  if (raw.length === 0) {
    const listed = contents?.fp32Contents ?? [];
    if (listed.length !== count) throw unexpected("fp32_contents", `${count} numbers`, `${listed.length}`);
    return Float32Array.from(listed);
  }
  const bytes = 4 * count;
  if (raw.length !== 1 || raw[0].byteLength !== bytes)
    throw unexpected(
      "raw_input_contents",
      `one of ${bytes} bytes`,
      raw.map((one) => one.byteLength).join(", "),
    );
  return bytesToArray(DataType.DATA_TYPE_FLOAT32, raw[0]);
}

/** An output of a policy. */
export interface OutputSpec {
  readonly name: string;
  readonly datatype: string;
  /** Without B. */
  readonly shape: readonly number[];
}

/** The name of the output that is the action itself. */
export const ACTION = "action";

/** The outputs of a policy: the action, and the distribution as its ONNX file has it. */
export function outputsOf({ actionSpace: space }: Pick<ServedPolicy, "actionSpace">): OutputSpec[] {
  const numbers = (name: string, size: number) => ({ name, datatype: "FP32", shape: [size] });
  if (space.kind === "discrete")
    return [{ name: ACTION, datatype: "INT32", shape: [] }, numbers("logits", space.n)];
  return [ACTION, "mean", "log_std"].map((name) => numbers(name, spaceSize(space)));
}

/**
 * The rows of an output that are a request's.
 * @param values - [R, a] of R ≥ firstRow + rows, or [a], which is the same in each row
 */
export function rowsOf(
  values: Float32Array,
  size: number,
  { firstRow, rows }: { readonly firstRow: number; readonly rows: number },
): Float32Array {
  if (values.length > size) return values.slice(firstRow * size, (firstRow + rows) * size);
  const repeated = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) repeated.set(values, row * size);
  return repeated;
}
