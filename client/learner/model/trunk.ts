import * as tf from "@tensorflow/tfjs-core";
import {
  constantParameter,
  orthogonalParameter,
  type ParameterLayout,
  type Parameters,
} from "./parameters.js";

/** Hidden layers that all representatives share, of these widths, with tanh. */
export function trunkLayout(inputSize: number, hiddenSizes: readonly number[]): ParameterLayout {
  return hiddenSizes.flatMap((size, layer) => [
    orthogonalParameter(`hidden${layer}/weight`, [hiddenSizes[layer - 1] ?? inputSize, size], Math.SQRT2),
    constantParameter(`hidden${layer}/bias`, [size], 0),
  ]);
}

/** Parameters whose names begin with a prefix, by the rest of their names. */
export function withPrefix(parameters: Parameters, prefix: string): Parameters {
  const own = Object.entries(parameters).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, parameter]) => [name.slice(prefix.length), parameter]));
}

/**
 * @param inputs - [k, m, d]
 * @param firstBias - [k, 1, h], added in the first layer: an input that is constant for a representative
 * @returns [k, m, h]
 */
export function trunk(
  inputs: tf.Tensor3D,
  parameters: Parameters,
  numLayers: number,
  firstBias?: tf.Tensor3D,
): tf.Tensor3D {
  let x = inputs;
  for (let layer = 0; layer < numLayers; layer++) {
    const bias = parameters[`hidden${layer}/bias`];
    x = sharedLinear(x, parameters[`hidden${layer}/weight`] as tf.Tensor2D);
    x = tf.tanh(tf.add(x, layer === 0 && firstBias !== undefined ? tf.add(bias, firstBias) : bias));
  }
  return x;
}

/**
 * Multiplies the inputs of all representatives by one matrix.
 * @param x - [k, m, d]
 * @param weight - [d, h]
 * @returns [k, m, h]
 */
function sharedLinear(x: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor3D {
  const [k, m, d] = x.shape;
  return tf.reshape(tf.matMul(tf.reshape(x, [k * m, d]), weight), [k, m, weight.shape[1]]);
}
