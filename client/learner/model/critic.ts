import * as tf from "@tensorflow/tfjs-core";
import { timeFirst } from "../../ops/layout.js";
import { type LinearLayer, linearOutputs } from "../../ops/linear-layer.js";
import {
  constantParameter,
  orthogonalParameter,
  ownParameter,
  type ParameterLayout,
  type Parameters,
} from "./parameters.js";
import { trunk, trunkLayout } from "./trunk.js";

/** Sizes and options of the network that holds all representatives' critics. */
export interface CriticConfig {
  /** k. */
  readonly numRepresentatives: number;
  /** n. */
  readonly numAgents: number;
  /** d. */
  readonly observationSize: number;
  readonly hiddenSizes: readonly number[];
  /** What each representative has of its own: an output layer, or an entry in a one-hot input. */
  readonly conditioning: "head" | "one-hot";
}

export function criticLayout(config: CriticConfig): ParameterLayout {
  const { numRepresentatives: k, numAgents: n } = config;
  const h = config.hiddenSizes.at(-1) ?? config.observationSize;
  const shared = trunkLayout(config.observationSize, config.hiddenSizes);
  if (config.conditioning === "head") {
    return [
      ...shared,
      ownParameter(orthogonalParameter("head/weight", [k, h, n], 1)),
      ownParameter(constantParameter("head/bias", [k, 1, n], 0)),
    ];
  }
  return [
    ...shared,
    orthogonalParameter("head/weight", [h, n], 1),
    constantParameter("head/bias", [n], 0),
    // The weights of a one-hot input act as a bias per representative in the first layer.
    ownParameter(orthogonalParameter("oneHot/weight", [k, config.hiddenSizes[0]], Math.SQRT2)),
  ];
}

/**
 * Vⁱʲ(s) for every agent i, in representative j's states.
 * @param observations - [k, m, d], normalised
 * @returns [k, m, n]
 */
export function critic(config: CriticConfig, parameters: Parameters, observations: tf.Tensor3D): tf.Tensor3D {
  const [k, m] = observations.shape;
  const outputs = linearOutputs(criticHead(config, parameters, observations));
  return tf.reshape(outputs, [k, m, config.numAgents]);
}

/**
 * Vⁱʲ(s) for S steps of every representative, as `critic`.
 * @param observations - [k, S · B, d], normalised
 * @returns [S, k, B, n]
 */
export function stepValues(
  config: CriticConfig,
  parameters: Parameters,
  observations: tf.Tensor3D,
  S: number,
): tf.Tensor4D {
  if (config.conditioning === "head") return timeFirst(critic(config, parameters, observations), S);
  // The last layer is the same for all, so that its inputs can be put in order, which are fewer than the values.
  const head = criticHead(config, parameters, observations);
  const [k, rows] = observations.shape;
  const [, , h] = head.features.shape;
  const ordered = timeFirst(tf.reshape(head.features, [k, rows, h]), S);
  const values = linearOutputs({ ...head, features: tf.reshape(ordered, [1, k * rows, h]) });
  return tf.reshape(values, [S, k, rows / S, config.numAgents]);
}

/**
 * The last layer of the critics, with its inputs in representative j's states. Its outputs are the values.
 * @param observations - [k, m, d], normalised
 * @returns k groups of m rows, or one group of k · m rows if all representatives have the same last layer
 */
export function criticHead(
  config: CriticConfig,
  parameters: Parameters,
  observations: tf.Tensor3D,
): LinearLayer {
  const { hiddenSizes, conditioning, numAgents: n } = config;
  const { "head/weight": weight, "head/bias": bias } = parameters;
  if (conditioning === "head") {
    const features = trunk(observations, parameters, hiddenSizes.length);
    return { features, weight: weight as tf.Tensor3D, bias: bias as tf.Tensor3D };
  }
  const own = tf.expandDims(parameters["oneHot/weight"], 1) as tf.Tensor3D;
  const features = trunk(observations, parameters, hiddenSizes.length, own);
  const [k, m, h] = features.shape;
  return {
    features: tf.reshape(features, [1, k * m, h]),
    weight: tf.reshape(weight, [1, h, n]),
    bias: tf.reshape(bias, [1, 1, n]),
  };
}
