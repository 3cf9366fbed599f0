import { type Leaves, sizeOf } from "../nd-array.js";
import type { Value } from "./value.js";

/** The values that some are computed from, and they themselves; of an operation with many outputs, one. */
function ancestors(values: readonly Value[]): Value[] {
  const found = new Map<object, Value>();
  const stack = [...values];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    const { source } = value;
    const origin = source.kind === "operation" ? source.operation : source;
    if (found.has(origin)) continue;
    found.set(origin, value);
    if (source.kind === "operation") stack.push(...source.operation.inputs);
  }
  return [...found.values()];
}

/** Names of the inputs that values are computed from. */
export function inputNames(values: readonly Value[]): string[] {
  return ancestors(values).flatMap(({ source }) => (source.kind === "input" ? [source.name] : []));
}

/** How many numbers are computed on the way to some values. */
export function numbersComputed(values: readonly Value[]): number {
  const computed = ancestors(values).filter(({ source }) => source.kind === "operation");
  return computed.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * The outputs of a step in groups that need nothing of each other: an output that is carried on and every
 * output that reads it, at whatever step, are in the same one.
 * @param isCarry - whether a path is of a value that is carried from step to step, as input and output
 */
export function independentGroups(
  outputs: Leaves<Value>,
  isCarry: (path: string) => boolean,
): Leaves<Value>[] {
  let groups: { paths: Set<string>; outputs: Leaves<Value> }[] = [];
  for (const output of outputs) {
    const [path, value] = output;
    const paths = new Set(inputNames([value]).filter(isCarry));
    if (isCarry(path)) paths.add(path);
    const joined = groups.filter((group) => [...paths].some((carried) => group.paths.has(carried)));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push({
      paths: new Set([...joined.flatMap((group) => [...group.paths]), ...paths]),
      outputs: [...joined.flatMap((group) => group.outputs), output],
    });
  }
  return groups.map((group) => group.outputs);
}
