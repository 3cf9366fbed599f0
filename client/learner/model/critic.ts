import * as tf from "@tensorflow/tfjs-core";
import {
  constantParameter,
  orthogonalParameter,
  ownParameter,
  type ParameterLayout,
  type Parameters,
} from "./parameters.js";
import { sharedLinear, trunk, trunkLayout } from "./trunk.js";

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
  const { hiddenSizes, conditioning } = config;
  if (conditioning === "head") {
    const features = trunk(observations, parameters, hiddenSizes.length);
    return tf.add(tf.matMul(features, parameters["head/weight"] as tf.Tensor3D), parameters["head/bias"]);
  }
  const own = tf.expandDims(parameters["oneHot/weight"], 1) as tf.Tensor3D;
  const features = trunk(observations, parameters, hiddenSizes.length, own);
  return tf.add(sharedLinear(features, parameters["head/weight"] as tf.Tensor2D), parameters["head/bias"]);
}
