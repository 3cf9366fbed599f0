import { flattenArrays, type NdArray } from "../../jit/nd-array.js";
import type { Checkpoint } from "../../learner/checkpoint.js";
import type { LearnerSnapshot } from "../../learner/learner.js";
import type { StoredState } from "../../learner/model/model.js";
import { expectedUtilities, type Trials } from "../../learner/utilities/trials.js";
import { decodeSafetensors, encodeSafetensors, type StoredArray } from "./safetensors.js";

/** The parts of a checkpoint that are not arrays. */
interface Metadata {
  readonly sizes: LearnerSnapshot["sizes"];
  readonly iteration: number;
  readonly seconds: number;
  readonly backend: string;
  readonly rngStates: LearnerSnapshot["rngStates"];
  readonly observationCount: number;
  readonly knownUtilities: readonly boolean[];
  /** [k]: the iteration since which each representative is on trial, or null. Absent in checkpoints older than trials. */
  readonly trialsSince?: readonly (number | null)[];
  readonly episodeLengths: readonly number[];
  readonly environmentStateSizes: readonly number[];
}

/** @throws Error if training has diverged, since no run could recover from such a checkpoint */
export function encodeCheckpoint({ learner, environmentStates, seconds, backend }: Checkpoint): Uint8Array {
  checkFinite(learner);
  const metadata: Metadata = {
    sizes: learner.sizes,
    iteration: learner.iteration,
    seconds,
    backend,
    rngStates: learner.rngStates,
    observationCount: learner.statistics.count,
    knownUtilities: learner.utilities.known,
    trialsSince: learner.trials.map((trial) => trial?.since ?? null),
    episodeLengths: learner.episodeLengths,
    environmentStateSizes: environmentStates.map((state) => state.length),
  };
  const flat = (data: StoredArray["data"]): StoredArray => ({ shape: [data.length], data });
  const arrays = {
    ...encodeState(learner.state),
    "observations/mean": flat(learner.statistics.mean),
    "observations/variance": flat(learner.statistics.variance),
    "utilities/average": flat(learner.utilities.utilities),
    "utilities/latest": flat(learner.utilities.latest),
    "utilities/promised": flat(expectedUtilities(learner.utilities.utilities, learner.trials)),
    environments: flat(new Uint8Array(Buffer.concat(environmentStates))),
  };
  return encodeSafetensors({ arrays, metadata });
}

/** @throws Error if the bytes are damaged */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { arrays, metadata } = decodeSafetensors(bytes);
  const { sizes, iteration, seconds, backend, rngStates, observationCount, ...rest } = metadata as Metadata;
  const float64 = (name: string) => arrays[name].data as Float64Array;
  return {
    learner: {
      sizes,
      state: decodeState(arrays),
      statistics: {
        count: observationCount,
        mean: float64("observations/mean"),
        variance: float64("observations/variance"),
      },
      utilities: {
        utilities: float64("utilities/average"),
        latest: float64("utilities/latest"),
        known: rest.knownUtilities,
      },
      trials: decodeTrials(arrays, rest.knownUtilities.length, rest.trialsSince),
      episodeLengths: rest.episodeLengths,
      rngStates,
      iteration,
    },
    environmentStates: cut(arrays.environments.data as Uint8Array, rest.environmentStateSizes),
    seconds,
    backend,
  };
}

function checkFinite({ iteration, state }: LearnerSnapshot): void {
  for (const part of ["actor", "critic"] as const) {
    const wrong = state[part].theta.data.find((value) => !Number.isFinite(value));
    if (wrong === undefined) continue;
    const what = `a parameter of the ${part} is ${wrong}`;
    throw new Error(`iteration ${iteration}: training diverged, ${what}: try a smaller learningRate`);
  }
}

/** Arrays by names such as "actor/theta". */
function encodeState(state: StoredState): Record<string, StoredArray> {
  return Object.fromEntries(flattenArrays(state)) as Record<string, StoredArray>;
}

function decodeState(arrays: Readonly<Record<string, StoredArray>>): StoredState {
  const array = (name: string) => arrays[name] as NdArray;
  const adam = (part: keyof StoredState) => ({
    theta: array(`${part}/theta`),
    mean: array(`${part}/mean`),
    variance: array(`${part}/variance`),
    step: array(`${part}/step`),
  });
  return { actor: adam("actor"), critic: adam("critic"), assignment: adam("assignment") };
}

function decodeTrials(
  arrays: Readonly<Record<string, StoredArray>>,
  numRepresentatives: number,
  since: readonly (number | null)[] = new Array<null>(numRepresentatives).fill(null),
): Trials {
  const promised = arrays["utilities/promised"]?.data as Float64Array;
  return since.map((iteration, j) => {
    if (iteration === null) return undefined;
    const n = promised.length / numRepresentatives;
    return { promised: promised.slice(j * n, (j + 1) * n), since: iteration };
  });
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  let offset = 0;
  return sizes.map((size) => bytes.slice(offset, (offset += size)));
}
