import * as tf from "@tensorflow/tfjs-core";

/**
 * Steps of environments as transitions of representatives.
 * @param tensor - [T, k, B, x]
 * @returns [k, T · B, x]
 */
export function representativesFirst(tensor: tf.Tensor4D): tf.Tensor3D {
  const [T, k, B, x] = tensor.shape;
  return tf.reshape(tf.transpose(tensor, [1, 0, 2, 3]), [k, T * B, x]);
}

/**
 * The inverse of `representativesFirst`.
 * @param tensor - [k, T · B, x]
 * @returns [T, k, B, x]
 */
export function timeFirst(tensor: tf.Tensor3D, T: number): tf.Tensor4D {
  const [k, rows, x] = tensor.shape;
  return tf.transpose(tf.reshape(tensor, [k, T, rows / T, x]), [1, 0, 2, 3]);
}
