import * as tf from "@tensorflow/tfjs-core";
import { exportOnnx } from "../../jit/export.js";
import { type Arrays, type NdArray, sizeOf } from "../../jit/nd-array.js";
import { normalizeObservations, type ObservationScale } from "../../ops/normalization.js";
import { type ActorConfig, actor, actorLayout } from "./actor.js";
import type { Model } from "./model.js";
import { type Parameters, parameterArrays } from "./parameters.js";
import { revisionPrefix } from "./revisions.js";

/**
 * Exports one representative's policy as an ONNX file, without the parameters of the others. Its input is `observation`
 * [batch, d], as the environment gives it; its outputs are `mean` and `log_std`, [batch, a] each, or `logits`, [batch, a].
 * @param theta - parameters of all actors, [P]
 * @param representative - j, from 0
 */
export function exportPolicy(
  model: Model,
  theta: Float32Array,
  scale: Arrays<ObservationScale>,
  representative: number,
): Uint8Array {
  const config: ActorConfig = { ...model.actor, numRepresentatives: 1, revisions: undefined };
  const parameters = ownParameters(model, config, theta, representative);
  const ownScale = ownRows(scale, representative);
  const policy = ({ observation }: { observation: tf.Tensor2D }) => {
    const observations = tf.expandDims(observation, 0) as tf.Tensor3D;
    const inputs = normalizeObservations(observations, tensorsOf<ObservationScale>(ownScale));
    return outputsOf(actor(config, tensorsOf<Parameters>(parameters), inputs));
  };
  const { observationSize, numRepresentatives } = model.sizes;
  return exportOnnx(policy, {
    inputs: { observation: { shape: [observationSize], dtype: "float32" } },
    description: `Caucus: policy ${representative + 1} of ${numRepresentatives}`,
  });
}

function outputsOf(policy: ReturnType<typeof actor>): Record<string, tf.Tensor> {
  if (policy.kind === "categorical") return { logits: tf.squeeze(policy.logits, [0]) };
  const mean = tf.squeeze(policy.mean, [0]);
  // log_std is the same in every state. Adding zeros of the mean's shape gives it the batch size, which the file leaves open.
  return { mean, log_std: tf.add(tf.squeeze(policy.logStd, [0]), tf.mul(mean, 0)) };
}

/** The actor's parameters with only one head. */
function ownParameters(
  model: Model,
  config: ActorConfig,
  theta: Float32Array,
  representative: number,
): Readonly<Record<string, NdArray>> {
  const all = parameterArrays(theta, model.actorLayout);
  const prefix = revisionPrefix(model.actor.revisions?.[representative] ?? 0);
  return Object.fromEntries(
    actorLayout(config).map(({ name, shape }) => {
      const size = sizeOf(shape);
      const { data } = all[`${prefix}${name}`] ?? all[name];
      const shared = data.length === size;
      return [name, { shape, data: shared ? data : ownPart(data, representative, size) }];
    }),
  );
}

function ownPart(data: NdArray["data"], representative: number, size: number): NdArray["data"] {
  return data.slice(representative * size, (representative + 1) * size);
}

/** The scale of one representative's observations, [1, 1, d]. */
function ownRows(
  { mean, deviation, limit }: Arrays<ObservationScale>,
  representative: number,
): Arrays<ObservationScale> {
  const row = ({ shape, data }: NdArray): NdArray => {
    const d = shape[2];
    return { shape: [1, 1, d], data: ownPart(data, representative, d) };
  };
  return { mean: row(mean), deviation: row(deviation), limit };
}

function tensorsOf<T extends Readonly<Record<string, tf.Tensor>>>(arrays: Arrays<T>): T {
  const entries = Object.entries(arrays as Record<string, NdArray>);
  return Object.fromEntries(
    entries.map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  ) as T;
}
