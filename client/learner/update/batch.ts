import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../../config/train-config.js";
import type { ScanInputs, ScanOutputs } from "../../jit/scan.js";
import { representativeAdvantages } from "../../ops/advantages.js";
import { type Moments, moments } from "../../ops/explained-variance.js";
import { gae } from "../../ops/gae.js";
import { representativesFirst, timeFirst } from "../../ops/layout.js";
import { normalizeObservations, type ObservationScale } from "../../ops/normalization.js";
import { actor, policyLogProb } from "../model/actor.js";
import { stepValues } from "../model/critic.js";
import type { Model } from "../model/model.js";
import { unflatten } from "../model/parameters.js";
import type { RolloutBlock } from "../rollout/rollout.js";

/** Transitions to learn from, in the order in which they were collected: T steps of k · B environments. */
export type Batch = {
  /** [T, k, B, d], normalised. */
  readonly observations: tf.Tensor4D;
  /** [T, k, B, a], or int32 [T, k, B]. */
  readonly actions: tf.Tensor;
  /** [T, k, B], under the policies that acted. */
  readonly oldLogProbs: tf.Tensor3D;
  /** wᵢ Âⁱʲ, [T, k, B, n], if the assigner is trained; otherwise Âʲ, [T, k, B, 1], since α is constant in the update. */
  readonly advantages: tf.Tensor4D;
  /** Gⁱʲ, [T, k, B, n]. */
  readonly returns: tf.Tensor4D;
};
/** Parameters with which a rollout is turned into a batch. */
export type BatchParameters = {
  /** Parameters of the actors that collected the rollout. */
  readonly actor: tf.Tensor1D;
  readonly critic: tf.Tensor1D;
  /** The assigner's parameters. */
  readonly assignment: tf.Tensor1D;
  /** w, [n]: agent weights. */
  readonly agentWeights: tf.Tensor1D;
  readonly scale: ObservationScale;
};

/** The carry of the backward pass: Âⁱʲ of the step after a block, [k, B, n]. */
export type BatchCarry = {
  readonly advantages: tf.Tensor3D;
};

/** A block of a batch: S rows of each of its tensors except the actions, and the moments for explained variance. */
export type BatchBlock = {
  readonly observations: tf.Tensor4D;
  readonly oldLogProbs: tf.Tensor3D;
  readonly advantages: tf.Tensor4D;
  readonly returns: tf.Tensor4D;
  readonly returnMoments: Moments;
  readonly errorMoments: Moments;
};

/**
 * One block of the backward pass through a rollout: computes its states' values and their advantages. Working block by
 * block means that of the large arrays, [T, k, B, n], only those that the batch keeps are ever held whole.
 */
export function batchBlock(
  model: Model,
  config: TrainConfig,
  { carry, x, shared }: ScanInputs<BatchCarry, RolloutBlock, BatchParameters>,
): ScanOutputs<BatchCarry, BatchBlock> {
  const [S] = x.rewards.shape;
  const normalized = (observations: tf.Tensor4D) =>
    normalizeObservations(representativesFirst(observations), shared.scale);
  const criticParameters = unflatten(shared.critic, model.criticLayout);
  const valuesOf = (inputs: tf.Tensor3D) => stepValues(model.critic, criticParameters, inputs, S);
  const observations = normalized(x.observations);
  const values = valuesOf(observations);
  const valued = {
    rewards: x.rewards,
    values,
    nextValues: valuesOf(normalized(x.nextObservations)),
    noBootstrap: config.bootstrapTruncated ? x.terminated : x.done,
    done: x.done,
  };
  const agentAdvantages = gae(valued, carry.advantages, config.discount, config.gaeDecay);
  const returns = tf.add<tf.Tensor4D>(agentAdvantages, values);
  const policy = actor(model.actor, unflatten(shared.actor, model.actorLayout), observations);
  const oldLogProbs = policyLogProb(policy, actionsOf(x.actions));
  return {
    carry: { advantages: tf.squeeze(tf.slice(agentAdvantages, 0, 1), [0]) },
    y: {
      observations: timeFirst(observations, S),
      oldLogProbs: tf.squeeze(timeFirst(tf.expandDims(oldLogProbs, 2) as tf.Tensor3D, S), [3]),
      advantages: storedAdvantages(model, agentAdvantages, shared),
      returns,
      returnMoments: moments(returns),
      errorMoments: moments(agentAdvantages),
    },
  };
}

/** Representatives' actions, [k, S · B, a], or [k, S · B] if they are discrete. */
function actionsOf(actions: tf.Tensor): tf.Tensor {
  if (actions.rank === 4) return representativesFirst(actions as tf.Tensor4D);
  return tf.squeeze(representativesFirst(tf.expandDims(actions, 3) as tf.Tensor4D), [2]);
}

/** @param agentAdvantages - [S, k, B, n] */
function storedAdvantages(
  { assigner, sizes }: Model,
  agentAdvantages: tf.Tensor4D,
  { assignment, agentWeights }: Pick<BatchParameters, "assignment" | "agentWeights">,
): tf.Tensor4D {
  if (assigner.trained) return tf.mul(agentAdvantages, agentWeights);
  const shares = assigner.weights(tf.reshape(assignment, [sizes.numRepresentatives, sizes.numAgents]));
  const weights = tf.mul<tf.Tensor2D>(shares, agentWeights);
  return tf.expandDims(representativeAdvantages<tf.Tensor3D>(agentAdvantages, weights), 3);
}
