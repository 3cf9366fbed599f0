import { type Leaves, sizeOf } from "../nd-array.js";
import type { Value } from "./value.js";

/** The given values and all values that they are computed from; only one output of each operation. */
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

/** How many numbers the computation of some values produces. */
export function numbersComputed(values: readonly Value[]): number {
  const computed = ancestors(values).filter(({ source }) => source.kind === "operation");
  return computed.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * Splits the outputs of a step into independent groups. A carried output and every output that reads it, at any step,
 * are in the same group.
 * @param isCarry - whether a path belongs to a value that is carried from step to step
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
