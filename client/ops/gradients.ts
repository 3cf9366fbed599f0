// The core alone has no gradients: they are registered by the whole, here by the file that Node loads for it. Its types
// would come along with the package's name, and those of its layers are not sound.
import "@tensorflow/tfjs/dist/tf.node.js";
import * as tf from "@tensorflow/tfjs-core";

/** A loss and what was computed on the way to it. */
export interface Loss<A extends Record<string, tf.Tensor>> {
  readonly loss: tf.Scalar;
  readonly auxiliary: A;
}

/**
 * A loss, its gradients, and what the loss function reports beside it (JAX calls it `has_aux`).
 * Call it within tf.tidy.
 * @param parameters - what to differentiate by
 */
export function valueAndGradients<A extends Record<string, tf.Tensor>>(
  lossOf: (...parameters: tf.Tensor1D[]) => Loss<A>,
  parameters: tf.Tensor1D[],
): { loss: tf.Scalar; gradients: tf.Tensor1D[]; auxiliary: A } {
  // TensorFlow.js frees what a differentiated function leaves behind, but for its value: keep the rest.
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
