import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "./config/train-config.js";
import type { ScanInputs, ScanOutputs } from "./jit/scan.js";
import type { Model } from "./model.js";
import { actor, policyLogProb } from "./networks/actor.js";
import { critic } from "./networks/critic.js";
import { unflatten } from "./networks/parameters.js";
import { representativeAdvantages } from "./ops/advantages.js";
import { type Moments, moments } from "./ops/explained-variance.js";
import { gae } from "./ops/gae.js";
import { normalizeObservations, type ObservationScale } from "./ops/normalization.js";

/** Transitions to learn from, as they were made: T steps of k · B environments. */
export type Batch = {
  /** [T, k, B, d], normalised. */
  readonly observations: tf.Tensor4D;
  /** [T, k, B, a], or int32 [T, k, B]. */
  readonly actions: tf.Tensor;
  /** [T, k, B], of the policies that acted. */
  readonly oldLogProbs: tf.Tensor3D;
  /** Âⁱʲ, [T, k, B, n], if the assigner is trained; else Âʲ, [T, k, B, 1]: who serves whom stays as it is. */
  readonly advantages: tf.Tensor4D;
  /** Gⁱʲ, [T, k, B, n]. */
  readonly returns: tf.Tensor4D;
};

/** A time step of a rollout. */
export type RolloutStep = {
  /** [k, B, d]. */
  readonly observations: tf.Tensor3D;
  /** [k, B, d]. */
  readonly nextObservations: tf.Tensor3D;
  /** [k, B, a], or int32 [k, B]. */
  readonly actions: tf.Tensor;
  /** [k, B, n]. */
  readonly rewards: tf.Tensor3D;
  /** [k, B], 0 or 1. */
  readonly terminated: tf.Tensor2D;
  /** [k, B], 0 or 1. */
  readonly done: tf.Tensor2D;
};

/** What judges a rollout. */
export type Judges = {
  /** Parameters of the actors that made it. */
  readonly actor: tf.Tensor1D;
  readonly critic: tf.Tensor1D;
  /** The assigner's. */
  readonly assignment: tf.Tensor1D;
  readonly scale: ObservationScale;
};

/** What a step of the way back hands on: Âⁱʲ of the step after it, [k, B, n]. */
export type BatchCarry = {
  readonly advantages: tf.Tensor3D;
};

/** A time step of a batch: a row of each of its tensors but the actions, and what the critic is judged by. */
export type BatchStep = {
  readonly observations: tf.Tensor3D;
  readonly oldLogProbs: tf.Tensor2D;
  readonly advantages: tf.Tensor3D;
  readonly returns: tf.Tensor3D;
  readonly returnMoments: Moments;
  readonly errorMoments: Moments;
};

/**
 * A step of the way back through a rollout: values its states and estimates their advantages. States are
 * valued step by step, so that of the large arrays, [T, k, B, n], only what is learnt from is ever whole.
 */
export function batchStep(
  model: Model,
  config: TrainConfig,
  { carry, x, shared }: ScanInputs<BatchCarry, RolloutStep, Judges>,
): ScanOutputs<BatchCarry, BatchStep> {
  const observations = normalizeObservations(x.observations, shared.scale);
  const successors = normalizeObservations(x.nextObservations, shared.scale);
  const criticParameters = unflatten(shared.critic, model.criticLayout);
  const values = critic(model.critic, criticParameters, observations);
  const successorValues = critic(model.critic, criticParameters, successors);
  const worthless = config.bootstrapTruncated ? x.terminated : x.done;
  const valued = {
    rewards: x.rewards,
    values,
    nextValues: tf.mul<tf.Tensor3D>(successorValues, tf.sub(1, tf.expandDims(worthless, 2))),
    done: tf.expandDims(x.done, 2) as tf.Tensor3D,
  };
  const agentAdvantages = gae(valued, carry.advantages, config.discount, config.gaeDecay);
  const returns = tf.add<tf.Tensor3D>(agentAdvantages, values);
  const policy = actor(model.actor, unflatten(shared.actor, model.actorLayout), observations);
  return {
    carry: { advantages: agentAdvantages },
    y: {
      observations,
      oldLogProbs: policyLogProb(policy, x.actions),
      advantages: storedAdvantages(model, agentAdvantages, shared.assignment),
      returns,
      returnMoments: moments(returns),
      errorMoments: moments(agentAdvantages),
    },
  };
}

function storedAdvantages(
  { assigner, sizes }: Model,
  agentAdvantages: tf.Tensor3D,
  assignment: tf.Tensor1D,
): tf.Tensor3D {
  if (assigner.trained) return agentAdvantages;
  const weights = assigner.weights(tf.reshape(assignment, [sizes.numRepresentatives, sizes.numAgents]));
  return tf.expandDims(representativeAdvantages(agentAdvantages, weights), 2);
}
