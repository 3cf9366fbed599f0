import * as tf from "@tensorflow/tfjs-core";
import { normalizeObservations, type ObservationScale } from "../../ops/normalization.js";
import { type ActorConfig, actor } from "./actor.js";
import { type ParameterLayout, unflatten } from "./parameters.js";

/** Inputs with which representatives choose actions. */
export type ActInputs = {
  /** [k, B, d], as the environments give them. */
  readonly observations: tf.Tensor3D;
  /** Parameters of the actors, [P]. */
  readonly theta: tf.Tensor1D;
  readonly scale: ObservationScale;
};

/** Parameters of every action's distribution, by name: `mean` and `logStd`, or `logits`; [k, B, a] each. */
export type ActOutputs = Readonly<Record<string, tf.Tensor3D>>;

/** Computes action distributions from observations, which it normalises first. */
export function act(
  config: ActorConfig,
  layout: ParameterLayout,
  { observations, theta, scale }: ActInputs,
): ActOutputs {
  const policy = actor(config, unflatten(theta, layout), normalizeObservations(observations, scale));
  if (policy.kind === "categorical") return { logits: policy.logits };
  return { mean: policy.mean, logStd: tf.broadcastTo(policy.logStd, policy.mean.shape) };
}
