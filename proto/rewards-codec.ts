import { unexpected } from "./errors.js";
import type { Rewards, SparseRewards } from "./gen/rmdp/v1/interaction.js";
import { DataType } from "./gen/rmdp/v1/tensor.js";
import { arrayBytes, bytesToArray, decodeTensor, encodeTensor } from "./tensor-codec.js";

/** Element types of sparse indices, smallest first, with the number of values each holds. */
const INDEX_TYPES = [
  { dtype: DataType.DATA_TYPE_UINT8, Array: Uint8Array, limit: 2 ** 8 },
  { dtype: DataType.DATA_TYPE_UINT16, Array: Uint16Array, limit: 2 ** 16 },
  { dtype: DataType.DATA_TYPE_INT32, Array: Int32Array, limit: 2 ** 31 },
] as const;

/** What the fields of a sparse message cost beside their contents, in bytes. */
const SPARSE_OVERHEAD = 20;

/**
 * @param rewards - [rows, n]
 * @param sparse - whether the reader accepts sparse rewards; then the smaller form is taken
 */
export function encodeRewards(rewards: Float32Array, numAgents: number, sparse: boolean): Rewards {
  const numRows = rewards.length / numAgents;
  if (sparse) {
    const value = encodeSparse(rewards, numRows, numAgents);
    if (value !== undefined) return { encoding: { $case: "sparse", value } };
  }
  const shape = [numRows, numAgents];
  return { encoding: { $case: "dense", value: encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, rewards) } };
}

/** @returns undefined if dense rewards are smaller */
function encodeSparse(rewards: Float32Array, numRows: number, numAgents: number): SparseRewards | undefined {
  // counts go up to n, so that many values must fit, and one more.
  const index = INDEX_TYPES.find(({ limit }) => Math.max(numRows, numAgents + 1) <= limit)!;
  const width = index.Array.BYTES_PER_ELEMENT;
  const denseBytes = 4 * rewards.length;
  const rows: number[] = [];
  const counts: number[] = [];
  const agents: number[] = [];
  let values: number[] = [];
  let uniform = true;
  for (let row = 0; row < numRows; row++) {
    const start = agents.length;
    for (let agent = 0; agent < numAgents; agent++) {
      const value = rewards[row * numAgents + agent];
      if (value === 0) continue;
      agents.push(agent);
      values.push(value);
      uniform &&= value === values[start];
    }
    if (agents.length === start) continue;
    if (width * agents.length >= denseBytes) return undefined;
    rows.push(row);
    counts.push(agents.length - start);
  }
  if (uniform) values = firstOfEach(values, counts);
  const bytes = SPARSE_OVERHEAD + width * (2 * rows.length + agents.length) + 4 * values.length;
  if (bytes >= denseBytes) return undefined;
  return {
    numRows,
    numAgents,
    indexDtype: index.dtype,
    rows: arrayBytes(index.Array.from(rows)),
    counts: arrayBytes(index.Array.from(counts)),
    agents: arrayBytes(index.Array.from(agents)),
    values: arrayBytes(Float32Array.from(values)),
  };
}

/** The first value of each row. */
function firstOfEach(values: readonly number[], counts: readonly number[]): number[] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return values[start - count];
  });
}

/**
 * @param where - the field, for errors
 * @param out - [rows, n]; written whole
 * @throws ContractError if the rewards do not fit
 */
export function decodeRewards(
  rewards: Rewards | undefined,
  where: string,
  numAgents: number,
  out: Float32Array,
): void {
  const numRows = out.length / numAgents;
  const encoding = rewards?.encoding;
  if (encoding?.$case === "sparse") {
    out.fill(0);
    decodeSparse(encoding.value, where, numRows, numAgents, out);
    return;
  }
  const expectation = { dtype: DataType.DATA_TYPE_FLOAT32, shape: [numRows, numAgents] } as const;
  out.set(decodeTensor(encoding?.value, where, expectation));
}

function decodeSparse(
  message: SparseRewards,
  where: string,
  numRows: number,
  numAgents: number,
  out: Float32Array,
): void {
  if (message.numRows !== numRows || message.numAgents !== numAgents) {
    const got = `[${message.numRows}, ${message.numAgents}]`;
    throw unexpected(where, `shape [${numRows}, ${numAgents}]`, got);
  }
  const index = INDEX_TYPES.find(({ dtype }) => dtype === message.indexDtype);
  if (index === undefined) throw unexpected(`${where}.index_dtype`, "UINT8, UINT16 or INT32", "another");
  const rows = bytesToArray(index.dtype, message.rows);
  const counts = bytesToArray(index.dtype, message.counts);
  const agents = bytesToArray(index.dtype, message.agents);
  const values = bytesToArray(DataType.DATA_TYPE_FLOAT32, message.values);
  const perRow = values.length === rows.length;
  let next = 0;
  for (let r = 0; r < rows.length; r++) {
    const offset = rows[r] * numAgents;
    for (let c = 0; c < counts[r]; c++, next++) out[offset + agents[next]] = values[perRow ? r : next];
  }
}
