// The core package registers no gradients; the whole package does, in the file that Node loads for it. Importing the
// package by name would also bring its types, and those of its layers do not compile.
import "@tensorflow/tfjs/dist/tf.node.js";
import * as tf from "@tensorflow/tfjs-core";

/** A loss and auxiliary results. */
export interface Loss<A extends Record<string, tf.Tensor>> {
  readonly loss: tf.Scalar;
  readonly auxiliary: A;
}

/**
 * A loss, its gradients, and the loss function's auxiliary results (`has_aux` in JAX).
 * Call it within tf.tidy.
 * @param parameters - what to differentiate by
 */
export function valueAndGradients<A extends Record<string, tf.Tensor>>(
  lossOf: (...parameters: tf.Tensor1D[]) => Loss<A>,
  parameters: tf.Tensor1D[],
): { loss: tf.Scalar; gradients: tf.Tensor1D[]; auxiliary: A } {
  // TensorFlow.js frees all tensors of a differentiated function except its value, so the auxiliary results are kept.
  let kept: [string, tf.Tensor][] = [];
  const { value, grads } = tf.valueAndGrads((...args: tf.Tensor[]) => {
    const { loss, auxiliary } = lossOf(...(args as tf.Tensor1D[]));
    kept = Object.entries(auxiliary).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]);
    return loss;
  })(parameters);
  const auxiliary = Object.fromEntries(kept.map(([name, tensor]) => [name, tf.clone(tensor)]));
  tf.dispose(kept.map(([, tensor]) => tensor));
  return { loss: value as tf.Scalar, gradients: grads as tf.Tensor1D[], auxiliary: auxiliary as A };
}
