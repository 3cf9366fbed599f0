import { type ActionArray, type Space, spaceSize } from "../../envs/index.js";
import { DataType, encodeTensor, type Tensor, unexpected } from "../../proto/index.js";
import type { ServedPolicy } from "../catalog/policy.js";
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
  const { outputs, firstRow } = await policy.model.decide(observations, count);
  const choose = batch.sampled ? policy.sample : policy.mode;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i] : i;
    const noise = { noiseSeed: batch.noiseSeed, environmentSeed: row, step: batch.step };
    if (choose({ outputs, row: firstRow + i }, noise, { actions, row })) continue;
    const got = `NaN or an infinity for observation ${row}`;
    throw unexpected(`policy "${policy.name}"`, "finite numbers", got, "REQUEST_FAILED");
  }
  policy.usage.decisions += count;
}

function rowsOf(observations: Float32Array, rows: readonly number[], size: number): Float32Array {
  const own = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries())
    own.set(observations.subarray(row * size, (row + 1) * size), i * size);
  return own;
}

/** Clips actions to a Box's bounds. @param actions - [B, a], changed */
export function clip({ low, high }: Extract<Space, { kind: "box" }>, actions: Float32Array): void {
  const size = low.length;
  for (let i = 0; i < actions.length; i++) {
    const c = i % size;
    if (actions[i] < low[c]) actions[i] = low[c];
    else if (actions[i] > high[c]) actions[i] = high[c];
  }
}
