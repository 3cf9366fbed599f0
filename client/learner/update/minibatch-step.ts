import * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../../config/train-config.js";
import type { ScanInputs, ScanOutputs } from "../../jit/scan.js";
import { adamStep, clipByNorm } from "../../ops/adam.js";
import { advantageScale, normalizeAdvantages, representativeAdvantages } from "../../ops/advantages.js";
import { valueAndGradients } from "../../ops/gradients.js";
import { representativesFirst } from "../../ops/layout.js";
import { actorLoss, criticLoss } from "../../ops/ppo-loss.js";
import { actor, policyEntropy, policyLogProb } from "../model/actor.js";
import { criticHead } from "../model/critic.js";
import type { Model, ModelState } from "../model/model.js";
import { unflatten } from "../model/parameters.js";
import { trainedParameters } from "../model/revisions.js";
import type { Batch } from "./batch.js";

/** Scheduled values, which change from iteration to iteration; scalars. */
export type Rates = {
  readonly learningRate: tf.Scalar;
  readonly assignmentLearningRate: tf.Scalar;
  readonly entropyCoefficient: tf.Scalar;
};

/** Adam's ε for an assigner's parameters, as in the paper authors' code. */
const ASSIGNMENT_ADAM_EPSILON = 1e-8;

/** Metrics of one gradient step; scalars. */
export type StepMetrics = Readonly<
  Record<"policyLoss" | "valueLoss" | "entropy" | "approxKl" | "clipfrac", tf.Scalar>
>;

/** A minibatch, given by the rows of its transitions in the batch. */
export type MinibatchRows = {
  /** int32 [k, m]: rows of the batch's arrays, reshaped to [T · k · B, …]. */
  readonly rows: tf.Tensor2D;
};

/** Inputs that all steps of an update share. */
export type UpdateInputs = {
  readonly batch: Batch;
  readonly rates: Rates;
};

/** The settings that a step reads. */
export type StepConfig = Pick<
  TrainConfig,
  "advantageScope" | "advantageEpsilon" | "clip" | "maxGradientNorm" | "adamEpsilon"
>;

/** One gradient step on one minibatch: of actors, critics and, if it is trained, the assigner. */
export function minibatchStep(
  model: Model,
  config: StepConfig,
  { carry: state, x, shared: { batch, rates } }: ScanInputs<ModelState, MinibatchRows, UpdateInputs>,
): ScanOutputs<ModelState, StepMetrics> {
  const minibatch = gatherBatch(batch, x.rows);
  const actors = actorGradients(model, config, state, { minibatch, batch, rates });
  const critics = valueAndGradients(
    (theta) => {
      const head = criticHead(model.critic, unflatten(theta, model.criticLayout), minibatch.observations);
      return { loss: criticLoss(head, minibatch.returns), auxiliary: {} };
    },
    [state.critic.theta],
  );
  const { learningRate, assignmentLearningRate } = rates;
  const { maxGradientNorm, adamEpsilon } = config;
  const step = (trained: ModelState["actor"], gradient: tf.Tensor1D) =>
    adamStep(trained, clipByNorm(gradient, maxGradientNorm), learningRate, adamEpsilon);
  const [actorGradient, assignmentGradient] = actors.gradients;
  const trainedGradient = ofTrained(model, actorGradient);
  return {
    carry: {
      actor: step(state.actor, trainedGradient),
      critic: step(state.critic, critics.gradients[0]),
      assignment: assignmentGradient
        ? adamStep(state.assignment, assignmentGradient, assignmentLearningRate, ASSIGNMENT_ADAM_EPSILON)
        : state.assignment,
    },
    y: { ...actors.auxiliary, valueLoss: tf.div(critics.loss, model.sizes.numRepresentatives) },
  };
}

/**
 * The gradient without what belongs to representatives that stay as they are. Adam's moments of these parameters are
 * then 0, as they were at first, and so is every change.
 */
function ofTrained({ actor: { revisions }, actorLayout }: Model, gradient: tf.Tensor1D): tf.Tensor1D {
  if (revisions === undefined) return gradient;
  return tf.mul(gradient, tf.tensor1d(trainedParameters(actorLayout, revisions)));
}

/** A minibatch of each representative's own transitions: the batch's arrays, as [k, m, …]. */
interface Transitions {
  readonly observations: tf.Tensor3D;
  readonly actions: tf.Tensor;
  readonly oldLogProbs: tf.Tensor2D;
  readonly advantages: tf.Tensor3D;
  readonly returns: tf.Tensor3D;
}

function gatherBatch(batch: Batch, rows: tf.Tensor2D): Transitions {
  return {
    observations: gatherRows(batch.observations, rows),
    actions: gatherRows(batch.actions, rows),
    oldLogProbs: gatherRows(batch.oldLogProbs, rows),
    advantages: gatherRows(batch.advantages, rows),
    returns: gatherRows(batch.returns, rows),
  };
}

/** [T, k, B, …] → [k, m, …]. */
function gatherRows<R extends tf.Tensor>(tensor: tf.Tensor, rows: tf.Tensor2D): R {
  const [T, k, B, ...rest] = tensor.shape;
  return tf.gather(tf.reshape(tensor, [T * k * B, ...rest]), rows) as R;
}

/** What a step's actors learn from. */
interface ActorInputs extends UpdateInputs {
  readonly minibatch: Transitions;
}

/** Gradients of the actors' loss, for the actors and, if it is trained, the assigner. */
function actorGradients(
  model: Model,
  config: StepConfig,
  state: ModelState,
  { minibatch, batch, rates }: ActorInputs,
) {
  const { assigner, sizes } = model;
  const lossOf = (actorTheta: tf.Tensor1D, assignmentTheta: tf.Tensor1D) => {
    const policy = actor(model.actor, unflatten(actorTheta, model.actorLayout), minibatch.observations);
    const weigh = weighing(model, assignmentTheta);
    const advantages = weigh(minibatch.advantages);
    const scale = advantageScale(
      config.advantageScope === "batch" ? weigh(representativesFirst(batch.advantages)) : advantages,
    );
    const normalized = normalizeAdvantages(advantages, scale, config.advantageEpsilon * sizes.numAgents);
    const logProbs = policyLogProb(policy, minibatch.actions);
    const entropy = policyEntropy(policy);
    const coefficients = { clip: config.clip, entropy: rates.entropyCoefficient };
    const { oldLogProbs } = minibatch;
    const terms = { logProbs, oldLogProbs, advantages: normalized, entropy };
    const { loss, ...rest } = actorLoss(terms, coefficients);
    return { loss, auxiliary: { ...rest, entropy: tf.mean<tf.Scalar>(entropy) } };
  };
  return assigner.trained
    ? valueAndGradients(lossOf, [state.actor.theta, state.assignment.theta])
    : valueAndGradients((theta) => lossOf(theta, state.assignment.theta), [state.actor.theta]);
}

/** Returns a function that turns a batch's advantages into those of representatives, [k, m]. */
function weighing({ assigner, sizes }: Model, assignmentTheta: tf.Tensor1D) {
  if (!assigner.trained) return (advantages: tf.Tensor3D) => tf.squeeze<tf.Tensor2D>(advantages, [2]);
  const { numRepresentatives: k, numAgents: n } = sizes;
  const weights = assigner.weights(tf.reshape(assignmentTheta, [k, n]));
  return (advantages: tf.Tensor3D) => representativeAdvantages(advantages, weights);
}
