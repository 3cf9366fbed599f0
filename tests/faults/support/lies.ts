import {
  type CreateSessionResponse,
  DataType,
  type EnvironmentSpec,
  encodeTensor,
  type FinishedEpisodes,
  type InteractResponse,
  OptionSpec,
  OptionType,
  type SparseRewards,
  type StepResponse,
} from "../../../proto/index.js";
import type { Lies } from "./hostile-server.js";

/** The environment is described so, before a session and in it. */
export function specLie(lie: (spec: EnvironmentSpec) => Partial<EnvironmentSpec>): Lies {
  return {
    describe: (truth) => ({ ...truth, spec: { ...truth.spec!, ...lie(truth.spec!) } }),
  };
}

/** An option that may differ in use, within a range. */
export function perturbedOption(perturbationRange: OptionSpec["perturbationRange"]): OptionSpec {
  return OptionSpec.fromPartial({ name: "dark", type: OptionType.OPTION_TYPE_NUMBER, perturbationRange });
}

export function sessionLie(lie: (truth: CreateSessionResponse) => Partial<CreateSessionResponse>): Lies {
  return { create: (truth) => ({ ...truth, ...lie(truth) }) };
}

/** @param at - the first step that is lied about */
export function stepLie(lie: (truth: StepResponse) => Partial<StepResponse>, at = 1): Lies {
  return {
    respond(truth, _, count) {
      if (truth.result?.$case !== "step" || count < at) return [truth];
      const value = { ...truth.result.value, ...lie(truth.result.value) };
      return [{ ...truth, result: { $case: "step", value } }];
    },
  };
}

/** Of the step with which episodes end. */
export function finishLie(lie: (truth: FinishedEpisodes) => Partial<FinishedEpisodes>): Lies {
  return stepLie(({ finished }) => (finished ? { finished: { ...finished, ...lie(finished) } } : {}));
}

/** Of every response to requests of a kind. */
export function responseLie(
  kind: string,
  lie: (truth: InteractResponse, count: number) => readonly (InteractResponse | Buffer)[],
): Lies {
  return {
    respond: (truth, { action }, count) => (action?.$case === kind ? lie(truth, count) : [truth]),
  };
}

/** Sparse rewards of 8 rows and 4 agents: agent 1 has 0.5 in row 2, agents 0 and 3 in row 5. */
export function sparseLie(lie: Partial<SparseRewards>): Lies {
  const value: SparseRewards = {
    numRows: 8,
    numAgents: 4,
    indexDtype: DataType.DATA_TYPE_UINT8,
    rows: Uint8Array.of(2, 5),
    counts: Uint8Array.of(1, 2),
    agents: Uint8Array.of(1, 0, 3),
    values: new Uint8Array(Float32Array.of(0.5, 0.5).buffer),
    ...lie,
  };
  return stepLie(() => ({ rewards: { encoding: { $case: "sparse", value } } }));
}

export const float32 = (shape: number[], values: ArrayLike<number>) =>
  encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, Float32Array.from(values));
export const float64 = (shape: number[], values: ArrayLike<number>) =>
  encodeTensor(DataType.DATA_TYPE_FLOAT64, shape, Float64Array.from(values));
export const int32 = (values: ArrayLike<number>) =>
  encodeTensor(DataType.DATA_TYPE_INT32, [values.length], Int32Array.from(values));
export const flags = (values: ArrayLike<number>) =>
  encodeTensor(DataType.DATA_TYPE_BOOL, [values.length], Uint8Array.from(values));

/** Zeros, with one value at an index. */
export function zerosWith(length: number, index: number, value: number): Float32Array {
  const values = new Float32Array(length);
  values[index] = value;
  return values;
}
