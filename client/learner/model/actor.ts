import * as tf from "@tensorflow/tfjs-core";
import type { Box, Space } from "../../../envs/index.js";
import type { Revisions } from "../../base/revisions.js";
import { categoricalEntropy, categoricalLogProb } from "../../ops/categorical.js";
import { gaussianEntropy, gaussianLogProb } from "../../ops/gaussian.js";
import {
  constantParameter,
  orthogonalParameter,
  ownParameter,
  type ParameterLayout,
  type Parameters,
} from "./parameters.js";
import { revisionPrefix } from "./revisions.js";
import { trunk, trunkLayout, withPrefix } from "./trunk.js";

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
  /** If some representatives were trained anew while others stay as they are. */
  readonly revisions?: Revisions;
}

/** Action distributions of k representatives: parameters [k, m, a] of each kind. */
export type Policy =
  | { readonly kind: "gaussian"; readonly mean: tf.Tensor3D; readonly logStd: tf.Tensor3D }
  | { readonly kind: "categorical"; readonly logits: tf.Tensor3D };

/** A trunk that all representatives of a revision share, and a linear head [h, a] for each representative. */
export function actorLayout(config: ActorConfig): ParameterLayout {
  const { numRepresentatives: k, actionSpace, revisions = [0] } = config;
  const h = config.hiddenSizes.at(-1) ?? config.observationSize;
  const a = actionSpace.kind === "box" ? actionSpace.shape[0] : actionSpace.n;
  const layout = [
    ...trunksOf(revisions).flatMap((revision) => revisedTrunk(config, revision)),
    ownParameter(orthogonalParameter("head/weight", [k, h, a], 0.01)),
    ownParameter(constantParameter("head/bias", [k, 1, a], 0)),
  ];
  if (actionSpace.kind === "discrete" || !config.learnLogStd) return layout;
  return [...layout, ownParameter(constantParameter("logStd", [k, 1, a], config.initialLogStd))];
}

/** The revisions that trained a representative of today, in ascending order. */
function trunksOf(revisions: Revisions): number[] {
  return [...new Set(revisions)].sort((a, b) => a - b);
}

function revisedTrunk({ observationSize, hiddenSizes }: ActorConfig, revision: number): ParameterLayout {
  const prefix = revisionPrefix(revision);
  return trunkLayout(observationSize, hiddenSizes).map((parameter) => ({
    ...parameter,
    name: `${prefix}${parameter.name}`,
  }));
}

/**
 * Representative j's policy in representative j's states. Each head is computed only on its own representative's states.
 * @param observations - [k, m, d], normalised
 */
export function actor(config: ActorConfig, parameters: Parameters, observations: tf.Tensor3D): Policy {
  const features = featuresOf(config, parameters, observations);
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

/** @returns [k, m, h]: each representative's features, from the trunk of its revision */
function featuresOf(
  { hiddenSizes, revisions }: ActorConfig,
  parameters: Parameters,
  observations: tf.Tensor3D,
): tf.Tensor3D {
  if (revisions === undefined) return trunk(observations, parameters, hiddenSizes.length);
  const parts = trunksOf(revisions).map((revision) => {
    const own = withPrefix(parameters, revisionPrefix(revision));
    const isOwn = revisions.map((one) => (one === revision ? 1 : 0));
    // Each trunk computes all rows: of these few, the unused ones cost less than to gather the others.
    const mask = tf.tensor3d(isOwn, [revisions.length, 1, 1]);
    return tf.mul<tf.Tensor3D>(trunk(observations, own, hiddenSizes.length), mask);
  });
  return parts.reduce((sum, part) => tf.add(sum, part));
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
