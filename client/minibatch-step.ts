import * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "./batch.js";
import type { TrainConfig } from "./config/train-config.js";
import type { Model, ModelState } from "./model.js";
import { actor, policyEntropy, policyLogProb } from "./networks/actor.js";
import { critic } from "./networks/critic.js";
import { unflatten } from "./networks/parameters.js";
import { adamStep, clipByNorm } from "./ops/adam.js";
import {
  type AdvantageScale,
  advantageScale,
  normalizeAdvantages,
  representativeAdvantages,
} from "./ops/advantages.js";
import { valueAndGradients } from "./ops/gradients.js";
import { actorLoss, criticLoss } from "./ops/ppo-loss.js";

/** What changes from iteration to iteration; scalars. */
export interface Rates {
  readonly learningRate: tf.Scalar;
  readonly assignmentLearningRate: tf.Scalar;
  readonly entropyCoefficient: tf.Scalar;
}

/** Adam's ε for an assigner's parameters, as the authors' code has it. */
const ASSIGNMENT_ADAM_EPSILON = 1e-8;

/** What a step says of itself; scalars. */
export type StepMetrics = Readonly<
  Record<"policyLoss" | "valueLoss" | "entropy" | "approxKl" | "clipfrac", tf.Scalar>
>;

/**
 * One gradient step of actors, critics and, if it is trained, the assigner, on one minibatch.
 * A pure function of tensors: the caller frees what went in.
 * @param indices - int32 [m], which of the batch's M transitions
 * @param fixedScale - of the batch's advantages, where weights do not change within an iteration
 */
export function minibatchStep(
  model: Model,
  state: ModelState,
  batch: Batch,
  indices: tf.Tensor1D,
  fixedScale: AdvantageScale | undefined,
  rates: Rates,
  config: TrainConfig,
): { state: ModelState; metrics: StepMetrics } {
  const minibatch = gatherBatch(batch, indices);
  const actors = actorGradients(model, state, minibatch, batch, fixedScale, rates, config);
  const critics = valueAndGradients(
    (theta) => {
      const values = critic(model.critic, unflatten(theta, model.criticLayout), minibatch.observations);
      return { loss: criticLoss(values, minibatch.returns), auxiliary: {} };
    },
    [state.critic.theta],
  );
  const { learningRate, assignmentLearningRate } = rates;
  const { maxGradientNorm, adamEpsilon } = config;
  const step = (trained: ModelState["actor"], gradient: tf.Tensor1D) =>
    adamStep(trained, clipByNorm(gradient, maxGradientNorm), learningRate, adamEpsilon);
  const [actorGradient, assignmentGradient] = actors.gradients;
  return {
    state: {
      actor: step(state.actor, actorGradient),
      critic: step(state.critic, critics.gradients[0]),
      assignment: assignmentGradient
        ? adamStep(state.assignment, assignmentGradient, assignmentLearningRate, ASSIGNMENT_ADAM_EPSILON)
        : state.assignment,
    },
    metrics: { ...actors.auxiliary, valueLoss: tf.div(critics.loss, model.sizes.numRepresentatives) },
  };
}

type Transitions = Omit<Batch, "explainedVariance">;

function gatherBatch(batch: Batch, indices: tf.Tensor1D): Transitions {
  return {
    observations: tf.gather(batch.observations, indices, 1),
    actions: tf.gather(batch.actions, indices, 1),
    oldLogProbs: tf.gather(batch.oldLogProbs, indices, 1),
    agentAdvantages: tf.gather(batch.agentAdvantages, indices, 1),
    returns: tf.gather(batch.returns, indices, 1),
  };
}

/** Gradients for the actors and, if it is trained, the assigner, from their one loss. */
function actorGradients(
  model: Model,
  state: ModelState,
  minibatch: Transitions,
  batch: Batch,
  fixedScale: AdvantageScale | undefined,
  rates: Rates,
  config: TrainConfig,
) {
  const { assigner, sizes } = model;
  const shape: [number, number] = [sizes.numRepresentatives, sizes.numAgents];
  const lossOf = (actorTheta: tf.Tensor1D, assignmentTheta: tf.Tensor1D) => {
    const policy = actor(model.actor, unflatten(actorTheta, model.actorLayout), minibatch.observations);
    const weights = assigner.weights(tf.reshape(assignmentTheta, shape));
    const advantages = representativeAdvantages(minibatch.agentAdvantages, weights);
    const scale =
      fixedScale ??
      advantageScale(
        config.advantageScope === "batch"
          ? representativeAdvantages(batch.agentAdvantages, weights)
          : advantages,
      );
    const normalized = normalizeAdvantages(advantages, scale, config.advantageEpsilon * sizes.numAgents);
    const logProbs = policyLogProb(policy, minibatch.actions);
    const entropy = policyEntropy(policy);
    const coefficients = { clip: config.clip, entropy: rates.entropyCoefficient };
    const { loss, ...rest } = actorLoss(logProbs, minibatch.oldLogProbs, normalized, entropy, coefficients);
    return { loss, auxiliary: { ...rest, entropy: tf.mean<tf.Scalar>(entropy) } };
  };
  return assigner.trained
    ? valueAndGradients(lossOf, [state.actor.theta, state.assignment.theta])
    : valueAndGradients((theta) => lossOf(theta, state.assignment.theta), [state.actor.theta]);
}
