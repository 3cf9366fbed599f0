import { type ActionArray, type Space, spaceSize } from "../../envs/index.js";
import { DataType, encodeTensor, type Tensor, unexpected } from "../../proto/index.js";
import type { ServedPolicy } from "../catalog/policy.js";
import type { Decided } from "../models/running-model.js";
import type { Actor } from "./cast.js";
import type { Batch } from "./observations.js";

/** Rows of a batch that one policy decides. */
interface Part {
  readonly policy: ServedPolicy;
  /** Undefined for all rows. */
  readonly rows?: readonly number[];
}

/**
 * Chooses an action for each row of a batch.
 * @param actors - one for each row, or one for all; of one environment
 * @returns FLOAT32 [B, a] or INT32 [B]
 * @throws ContractError (REQUEST_FAILED) if a policy's outputs are not a distribution
 */
export async function decide(actors: readonly Actor[], batch: Batch): Promise<Tensor> {
  const space = actors[0].policy.actionSpace;
  const actions = emptyActions(space, batch.rows);
  const parts = partsOf(actors);
  if (parts.length === 1) await decidePart(parts[0], batch, actions);
  else await Promise.all(parts.map((part) => decidePart(part, batch, actions)));
  if (space.kind === "discrete") return encodeTensor(DataType.DATA_TYPE_INT32, [batch.rows], actions);
  clip(space, actions as Float32Array);
  return encodeTensor(DataType.DATA_TYPE_FLOAT32, [batch.rows, spaceSize(space)], actions);
}

function emptyActions(space: Space, rows: number): ActionArray {
  return space.kind === "discrete" ? new Int32Array(rows) : new Float32Array(rows * spaceSize(space));
}

function partsOf(actors: readonly Actor[]): Part[] {
  const [{ policy: first }] = actors;
  if (actors.every(({ policy }) => policy === first)) return [{ policy: first }];
  const rows = new Map<ServedPolicy, number[]>();
  for (const [row, { policy }] of actors.entries()) {
    const own = rows.get(policy);
    if (own) own.push(row);
    else rows.set(policy, [row]);
  }
  return [...rows].map(([policy, own]) => ({ policy, rows: own }));
}

async function decidePart({ policy, rows }: Part, batch: Batch, actions: ActionArray): Promise<void> {
  const { observationSize: size } = policy.dossier.environment;
  const observations = rows ? rowsOf(batch.observations, rows, size) : batch.observations;
  const count = observations.length / size;
  policy.usage.observations.see(observations);
  const decided = await policy.model.decide(observations, count, !batch.sampled);
  choose({ policy, rows }, decided, batch, actions);
  policy.usage.decisions += count;
}

/** @throws ContractError (REQUEST_FAILED) if a policy's outputs are not a distribution */
function choose({ policy, rows }: Part, decided: Decided, batch: Batch, actions: ActionArray): void {
  const { sampled, noiseSeed, step } = batch;
  const chooseRow = sampled ? policy.sample : policy.mode;
  const count = rows?.length ?? batch.rows;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i] : i;
    const noise = { noiseSeed, environmentSeed: row, step };
    const from = { outputs: decided.outputs, row: decided.firstRow + i };
    if (chooseRow(from, noise, { actions, row })) continue;
    const got = `NaN or an infinity for observation ${row}`;
    throw unexpected(`policy "${policy.name}"`, "finite numbers", got, "REQUEST_FAILED");
  }
}

/**
 * The actions of a policy that decided for all rows.
 * @returns [B, a], clipped, or [B]
 * @throws ContractError (REQUEST_FAILED) if its outputs are not a distribution
 */
export function chooseActions(policy: ServedPolicy, decided: Decided, batch: Batch): ActionArray {
  const { actionSpace: space } = policy;
  const actions = emptyActions(space, batch.rows);
  choose({ policy }, decided, batch, actions);
  if (space.kind === "box") clip(space, actions as Float32Array);
  return actions;
}

function rowsOf(observations: Float32Array, rows: readonly number[], size: number): Float32Array {
  const own = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries())
    own.set(observations.subarray(row * size, (row + 1) * size), i * size);
  return own;
}

/** Clips actions to a Box's bounds. @param actions - [B, a], changed */
function clip({ low, high }: Extract<Space, { kind: "box" }>, actions: Float32Array): void {
  const size = low.length;
  for (let i = 0; i < actions.length; i++) {
    const c = i % size;
    if (actions[i] < low[c]) actions[i] = low[c];
    else if (actions[i] > high[c]) actions[i] = high[c];
  }
}
