import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "./config/train-config.js";
import type { Model, ModelState } from "./model.js";
import { actor, policyLogProb } from "./networks/actor.js";
import { critic } from "./networks/critic.js";
import { unflatten } from "./networks/parameters.js";
import { gae } from "./ops/gae.js";
import { normalizeObservations, type ObservationScale } from "./ops/normalization.js";
import { explainedVariance } from "./ops/ppo-loss.js";
import type { Rollout } from "./rollout.js";

/** Transitions to learn from, representatives first; M = T · B. */
export type Batch = {
  /** [k, M, d], normalised. */
  readonly observations: tf.Tensor3D;
  /** [k, M, a], or int32 [k, M]. */
  readonly actions: tf.Tensor;
  /** [k, M], of the policies that acted. */
  readonly oldLogProbs: tf.Tensor2D;
  /** Âⁱʲ, [k, M, n]. */
  readonly agentAdvantages: tf.Tensor3D;
  /** Gⁱʲ, [k, M, n]. */
  readonly returns: tf.Tensor3D;
  /** Of the values before the update; a scalar. */
  readonly explainedVariance: tf.Scalar;
};

/** Values a rollout's states and estimates its advantages. */
export function createBatch(
  model: Model,
  state: ModelState,
  rollout: Rollout,
  scale: ObservationScale | undefined,
  config: TrainConfig,
): Batch {
  const [T, k, B] = rollout.shape;
  const { numAgents: n, observationSize: d } = model.sizes;
  return tf.tidy(() => {
    const normalized = (data: Float32Array) =>
      normalizeObservations(representativesFirst(tf.tensor4d(data, [T, k, B, d])), scale);
    const column = (data: Float32Array) => tf.tensor4d(data, [T, k, B, 1]);
    const observations = normalized(rollout.observations);
    const criticParameters = unflatten(state.critic.theta, model.criticLayout);
    const values = critic(model.critic, criticParameters, observations);
    const nextValues = critic(model.critic, criticParameters, normalized(rollout.nextObservations));
    const hopeless = config.bootstrapTruncated ? rollout.terminated : rollout.done;
    const valued = {
      rewards: tf.tensor4d(rollout.rewards, [T, k, B, n]),
      values: timeFirst(values, T, B),
      nextValues: tf.mul<tf.Tensor4D>(timeFirst(nextValues, T, B), tf.sub(1, column(hopeless))),
      done: column(rollout.done),
    };
    const agentAdvantages = representativesFirst(gae(valued, config.discount, config.gaeDecay));
    const returns = tf.add<tf.Tensor3D>(agentAdvantages, values);
    const actions = batchActions(model, rollout);
    const policy = actor(model.actor, unflatten(state.actor.theta, model.actorLayout), observations);
    return {
      observations,
      actions,
      oldLogProbs: policyLogProb(policy, actions),
      agentAdvantages,
      returns,
      explainedVariance: explainedVariance(values, returns),
    };
  });
}

/** [T, k, B, x] → [k, T · B, x]. */
function representativesFirst(tensor: tf.Tensor4D): tf.Tensor3D {
  const [T, k, B, x] = tensor.shape;
  return tf.reshape(tf.transpose(tensor, [1, 0, 2, 3]), [k, T * B, x]);
}

/** [k, T · B, x] → [T, k, B, x]. */
function timeFirst(tensor: tf.Tensor3D, T: number, B: number): tf.Tensor4D {
  const [k, , x] = tensor.shape;
  return tf.transpose(tf.reshape(tensor, [k, T, B, x]), [1, 0, 2, 3]);
}

function batchActions({ sizes }: Model, { actions, shape: [T, k, B] }: Rollout): tf.Tensor {
  if (sizes.actionSpace.kind === "box") {
    return representativesFirst(tf.tensor4d(actions as Float32Array, [T, k, B, sizes.actionSpace.shape[0]]));
  }
  const rows = tf.tensor4d(actions, [T, k, B, 1], "int32");
  return tf.reshape(representativesFirst(rows), [k, T * B]);
}
