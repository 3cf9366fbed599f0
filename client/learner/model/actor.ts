import * as tf from "@tensorflow/tfjs-core";
import type { Box, Space } from "../../../envs/index.js";
import { categoricalEntropy, categoricalLogProb } from "../../ops/categorical.js";
import { gaussianEntropy, gaussianLogProb } from "../../ops/gaussian.js";
import {
  constantParameter,
  orthogonalParameter,
  ownParameter,
  type ParameterLayout,
  type Parameters,
} from "./parameters.js";
import { trunk, trunkLayout } from "./trunk.js";

/** Sizes and options of the network that holds all representatives' actors. */
export interface ActorConfig {
  /** k. */
  readonly numRepresentatives: number;
  /** d. */
  readonly observationSize: number;
  readonly actionSpace: Space;
  readonly hiddenSizes: readonly number[];
  /** Logarithm of a continuous policy's standard deviation: its initial value, or its constant one. */
  readonly initialLogStd: number;
  readonly learnLogStd: boolean;
  /** Whether the mean of a continuous action is tanh of the head, scaled to the action's bounds. */
  readonly squashMean: boolean;
}

/** Action distributions of k representatives: parameters [k, m, a] of each kind. */
export type Policy =
  | { readonly kind: "gaussian"; readonly mean: tf.Tensor3D; readonly logStd: tf.Tensor3D }
  | { readonly kind: "categorical"; readonly logits: tf.Tensor3D };

/** A trunk that all representatives share, and a linear head [h, a] for each. */
export function actorLayout(config: ActorConfig): ParameterLayout {
  const { numRepresentatives: k, actionSpace } = config;
  const h = config.hiddenSizes.at(-1) ?? config.observationSize;
  const a = actionSpace.kind === "box" ? actionSpace.shape[0] : actionSpace.n;
  const layout = [
    ...trunkLayout(config.observationSize, config.hiddenSizes),
    ownParameter(orthogonalParameter("head/weight", [k, h, a], 0.01)),
    ownParameter(constantParameter("head/bias", [k, 1, a], 0)),
  ];
  if (actionSpace.kind === "discrete" || !config.learnLogStd) return layout;
  return [...layout, ownParameter(constantParameter("logStd", [k, 1, a], config.initialLogStd))];
}

/**
 * Representative j's policy in representative j's states. Each head is computed only on its own representative's states.
 * @param observations - [k, m, d], normalised
 */
export function actor(config: ActorConfig, parameters: Parameters, observations: tf.Tensor3D): Policy {
  const features = trunk(observations, parameters, config.hiddenSizes.length);
  const head = tf.add<tf.Tensor3D>(
    tf.matMul(features, parameters["head/weight"] as tf.Tensor3D),
    parameters["head/bias"],
  );
  if (config.actionSpace.kind === "discrete") return { kind: "categorical", logits: head };
  const mean = config.squashMean ? squash(head, config.actionSpace) : head;
  const [k, , a] = head.shape;
  const logStd = config.learnLogStd ? parameters.logStd : tf.fill([k, 1, a], config.initialLogStd);
  return { kind: "gaussian", mean, logStd: logStd as tf.Tensor3D };
}

/** tanh(head) · (high − low)/2 + (high + low)/2. */
function squash(head: tf.Tensor3D, { shape, low, high }: Box): tf.Tensor3D {
  const bounds = (values: readonly number[]) =>
    values.length === 1 ? tf.fill([...shape], values[0]) : [...values];
  const halfRange = tf.div(tf.sub(bounds(high), bounds(low)), 2);
  const center = tf.div(tf.add(bounds(high), bounds(low)), 2);
  return tf.add(tf.mul(tf.tanh(head), halfRange), center);
}

/**
 * @param actions - [k, m, a] of a Box, or int32 [k, m]
 * @returns [k, m]
 */
export function policyLogProb(policy: Policy, actions: tf.Tensor): tf.Tensor2D {
  return policy.kind === "gaussian"
    ? gaussianLogProb(policy, actions as tf.Tensor3D)
    : categoricalLogProb(policy.logits, actions as tf.Tensor2D);
}

/** @returns [k, m], or [k, 1] where it is the same in every state */
export function policyEntropy(policy: Policy): tf.Tensor2D {
  return policy.kind === "gaussian" ? gaussianEntropy(policy) : categoricalEntropy(policy.logits);
}
