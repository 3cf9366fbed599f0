import * as tf from "@tensorflow/tfjs-core";
import { input } from "../graph/build.js";
import type { Value } from "../graph/value.js";
import type { TracingBackend } from "./backend.js";

/** A variable of TensorFlow.js that a traced function may read and assign. */
export interface TracedVariable {
  readonly variable: tf.Variable;
  /** Name of the graph's input for its value. */
  readonly name: string;
  /** The value that the function assigned to it last; undefined if it assigned none. */
  readonly assigned: Value | undefined;
}

const ADVICE = "make them before; an optimiser makes its own in its first step";

/**
 * Calls a function while all variables hold values of a graph, and restores their own values afterwards.
 * @throws Error if the function made a variable, since its first value would be lost
 */
export function withTracedVariables<R>(
  backend: TracingBackend,
  run: () => R,
): { result: R; variables: TracedVariable[] } {
  const known = Object.values(tf.engine().registeredVariables);
  const originals = known.map((variable) => variable.dataId);
  const inputs = known.map((variable, i) =>
    input(`variable:${i}`, variable.shape, variable.dtype as "float32"),
  );
  known.forEach((variable, i) => {
    const standIn = tf.engine().makeTensorFromTensorInfo(backend.tensorOf(inputs[i]));
    backend.incRef(standIn.dataId);
    variable.dataId = standIn.dataId;
  });
  try {
    const result = run();
    const made = variablesBut(known).map(({ name }) => name);
    if (made.length > 0) throw new Error(`a traced function made variables (${made.join(", ")}): ${ADVICE}`);
    const variables = known.map((variable, i) => {
      const value = backend.valueBehind(variable);
      return { variable, name: `variable:${i}`, assigned: value === inputs[i] ? undefined : value };
    });
    return { result, variables };
  } finally {
    for (const variable of variablesBut(known)) variable.dispose();
    known.forEach((variable, i) => {
      const { dataId } = variable;
      variable.dataId = originals[i];
      if (backend.disposeData(dataId)) tf.engine().removeDataId(dataId, backend);
    });
  }
}

function variablesBut(known: readonly tf.Variable[]): tf.Variable[] {
  return Object.values(tf.engine().registeredVariables).filter((variable) => !known.includes(variable));
}
