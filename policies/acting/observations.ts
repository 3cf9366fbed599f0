import { areFinite } from "../../proto/are-finite.js";
import { DataType, decodeTensor, policies, unexpected } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";

const { ActionChoice } = policies;

/** Checked observations of a request. */
export interface Batch {
  /** [B, d]; a view of the message where alignment allows. */
  readonly observations: Float32Array;
  /** B. */
  readonly rows: number;
  readonly sampled: boolean;
  readonly noiseSeed: number;
  readonly step: number;
}

/** @throws ContractError (INVALID_VALUE) if there are none, or the choice of actions is unknown */
export function readBatch(
  message: policies.Observations | undefined,
  maxBatch: number,
): Omit<Batch, "observations"> {
  if (message === undefined) throw unexpected("observations", "observations", "nothing");
  const { values, choice, noiseSeed, step } = message;
  const rows = values?.shape[0] ?? 0;
  if (rows < 1) throw unexpected("observations.values", "FLOAT32 [B, d], with B at least 1", "no rows");
  checkLimit("observations.values", rows, maxBatch, "observations");
  return { rows, sampled: isSampled(choice), noiseSeed, step };
}

function isSampled(choice: policies.ActionChoice): boolean {
  if (choice === ActionChoice.ACTION_CHOICE_SAMPLE) return true;
  if (choice === ActionChoice.ACTION_CHOICE_MODE || choice === ActionChoice.ACTION_CHOICE_UNSPECIFIED)
    return false;
  throw unexpected("observations.choice", "MODE or SAMPLE", `${choice}`);
}

/**
 * @param size - d
 * @throws ContractError (INVALID_VALUE) if the shape is wrong, or a number is not finite
 */
export function readObservations(message: policies.Observations, rows: number, size: number): Float32Array {
  const where = "observations.values";
  const expectation = { dtype: DataType.DATA_TYPE_FLOAT32, shape: [rows, size] } as const;
  const observations = decodeTensor(message.values, where, expectation);
  checkFinite(observations, size, where);
  return observations;
}

/** @throws ContractError (INVALID_VALUE) that names the first number that is not finite */
export function checkFinite(observations: Float32Array, size: number, where: string): void {
  if (areFinite(observations)) return;
  const index = observations.findIndex((value) => !Number.isFinite(value));
  const place = `${where}[${Math.floor(index / size)}, ${index % size}]`;
  throw unexpected(place, "a finite number", `${observations[index]}`);
}
