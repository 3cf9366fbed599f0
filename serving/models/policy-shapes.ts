import type { Space } from "../../envs/index.js";
import type { GraphProto, ValueInfoProto } from "../../proto/gen/onnx/onnx.js";
import { unexpected } from "../../proto/index.js";

/** The spaces of the environment that a policy acts in. */
export interface PolicySpaces {
  /** d. */
  readonly observationSize: number;
  readonly actionSpace: Space;
}

/** The name of a policy's input. */
export const OBSERVATION = "observation";
/** TensorProto.DataType. */
const FLOAT = 1;

/** @returns names of a policy's outputs, the mode's first, and the numbers that each has for an environment */
export function outputSizes({ actionSpace }: PolicySpaces): Readonly<Record<string, number>> {
  if (actionSpace.kind === "discrete") return { logits: actionSpace.n };
  const size = actionSpace.shape.reduce((a, b) => a * b, 1);
  return { mean: size, log_std: size };
}

/** @throws ContractError (INVALID_VALUE) if a graph's inputs and outputs are not a policy's */
export function checkInterface(graph: GraphProto, spaces: PolicySpaces, where: string): void {
  const weights = new Set(graph.initializer.map(({ name }) => name));
  const inputs = graph.input.filter(({ name }) => !weights.has(name));
  checkNames("input", inputs, [OBSERVATION], where);
  checkNames("output", graph.output, Object.keys(outputSizes(spaces)), where);
  const expected = `[B, ${spaces.observationSize}] of float32, with any B`;
  if (!isBatchOf(inputs[0], spaces.observationSize))
    throw unexpected(`${where}: input "${OBSERVATION}"`, expected, describe(inputs[0]));
}

function checkNames(
  kind: "input" | "output",
  values: readonly ValueInfoProto[],
  expected: readonly string[],
  where: string,
): void {
  const names = values.map(({ name }) => name);
  const same = names.length === expected.length && expected.every((name) => names.includes(name));
  if (!same) throw unexpected(where, `${kind} ${expected.join(" and ")}`, names.join(", ") || "none");
}

function isBatchOf({ type }: ValueInfoProto, size: number): boolean {
  const { elemType, shape } = type?.tensorType ?? {};
  const [batch, width, ...more] = shape?.dim ?? [];
  const fits = width?.value?.$case !== "dimValue" || width.value.value === size;
  return (
    elemType === FLOAT &&
    fits &&
    width !== undefined &&
    more.length === 0 &&
    batch?.value?.$case !== "dimValue"
  );
}

function describe({ type }: ValueInfoProto): string {
  const { elemType, shape } = type?.tensorType ?? {};
  const sizes = (shape?.dim ?? []).map(({ value }) => value?.value ?? "?");
  return `[${sizes.join(", ")}] of ${elemType === FLOAT ? "float32" : `ONNX' type ${elemType ?? 0}`}`;
}
