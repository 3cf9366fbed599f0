import * as tf from "@tensorflow/tfjs-core";
import type { LearnerSnapshot } from "../learner.js";
import type { ModelState } from "../model.js";
import { decodeSafetensors, encodeSafetensors, type StoredArray } from "./safetensors.js";

/** All that a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly learner: LearnerSnapshot;
  /** What the environments' server saved, one an environment. */
  readonly environmentStates: readonly Uint8Array[];
  /** Wall time spent so far. */
  readonly seconds: number;
  /** What TensorFlow.js computed with: another backend rounds otherwise. */
  readonly backend: string;
}

/** What of a checkpoint is not an array. */
interface Metadata {
  readonly iteration: number;
  readonly seconds: number;
  readonly backend: string;
  readonly rngStates: LearnerSnapshot["rngStates"];
  readonly observationCount: number;
  readonly knownUtilities: readonly boolean[];
  readonly environmentStateSizes: readonly number[];
}

export function encodeCheckpoint({ learner, environmentStates, seconds, backend }: Checkpoint): Uint8Array {
  const metadata: Metadata = {
    iteration: learner.iteration,
    seconds,
    backend,
    rngStates: learner.rngStates,
    observationCount: learner.statistics.count,
    knownUtilities: learner.utilities.known,
    environmentStateSizes: environmentStates.map((state) => state.length),
  };
  const flat = (data: StoredArray["data"]): StoredArray => ({ shape: [data.length], data });
  const arrays = {
    ...encodeState(learner.state),
    "observations/mean": flat(learner.statistics.mean),
    "observations/variance": flat(learner.statistics.variance),
    "utilities/average": flat(learner.utilities.utilities),
    "utilities/latest": flat(learner.utilities.latest),
    environments: flat(new Uint8Array(Buffer.concat(environmentStates))),
  };
  return encodeSafetensors({ arrays, metadata });
}

/** @throws Error if the bytes are damaged */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { arrays, metadata } = decodeSafetensors(bytes);
  const { iteration, seconds, backend, rngStates, observationCount, knownUtilities, environmentStateSizes } =
    metadata as Metadata;
  const float64 = (name: string) => arrays[name].data as Float64Array;
  return {
    learner: {
      state: decodeState(arrays),
      statistics: {
        count: observationCount,
        mean: float64("observations/mean"),
        variance: float64("observations/variance"),
      },
      utilities: {
        utilities: float64("utilities/average"),
        latest: float64("utilities/latest"),
        known: knownUtilities,
      },
      rngStates,
      iteration,
    },
    environmentStates: cut(arrays.environments.data as Uint8Array, environmentStateSizes),
    seconds,
    backend,
  };
}

/** Tensors by names such as "actor/theta". */
function encodeState(state: ModelState): Record<string, StoredArray> {
  const entries = Object.entries(state).flatMap(([part, adam]) =>
    Object.entries(adam).map(([name, tensor]) => {
      const data = Float32Array.from(tensor.dataSync());
      return [`${part}/${name}`, { shape: tensor.shape, data }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

function decodeState(arrays: Readonly<Record<string, StoredArray>>): ModelState {
  const tensor = (name: string) => {
    const { shape, data } = arrays[name];
    return tf.tensor(data as Float32Array, [...shape]);
  };
  const adam = (part: keyof ModelState) => ({
    theta: tensor(`${part}/theta`) as tf.Tensor1D,
    mean: tensor(`${part}/mean`) as tf.Tensor1D,
    variance: tensor(`${part}/variance`) as tf.Tensor1D,
    step: tensor(`${part}/step`) as tf.Scalar,
  });
  return { actor: adam("actor"), critic: adam("critic"), assignment: adam("assignment") };
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let offset = 0;
  return sizes.map((size) => bytes.slice(offset, (offset += size)));
}
