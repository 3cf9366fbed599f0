import { type ContractError, unexpected } from "./errors.js";
import type { Rewards, SparseRewards } from "./gen/rmdp/v1/interaction.js";
import { DataType } from "./gen/rmdp/v1/tensor.js";
import { nonzeroEntries } from "./nonzero-entries.js";
import {
  arrayBytes,
  bytesToArray,
  decodeTensorInto,
  elementBytes,
  encodeTensor,
  type TensorArray,
  type TensorDataType,
} from "./tensor-codec.js";

/** Element types of sparse indices, smallest first, with the number of values each holds. */
const INDEX_TYPES = [
  { dtype: DataType.DATA_TYPE_UINT8, Array: Uint8Array, limit: 2 ** 8 },
  { dtype: DataType.DATA_TYPE_UINT16, Array: Uint16Array, limit: 2 ** 16 },
  { dtype: DataType.DATA_TYPE_INT32, Array: Int32Array, limit: 2 ** 31 },
] as const;
type IndexArray = InstanceType<(typeof INDEX_TYPES)[number]["Array"]>;

/** Rewards with their shape. */
interface RewardMatrix {
  /** [rows, n]. */
  readonly data: Float32Array;
  readonly numRows: number;
  /** n. */
  readonly numAgents: number;
}

/** Bytes of a sparse message's fields besides their contents. */
const SPARSE_OVERHEAD = 20;

/**
 * @param rewards - [rows, n]
 * @param sparse - whether the reader accepts sparse rewards; if so, the smaller form is used
 */
export function encodeRewards(rewards: Float32Array, numAgents: number, sparse: boolean): Rewards {
  const numRows = rewards.length / numAgents;
  if (sparse) {
    const value = encodeSparse({ data: rewards, numRows, numAgents });
    if (value !== undefined) return { encoding: { $case: "sparse", value } };
  }
  const shape = [numRows, numAgents];
  return { encoding: { $case: "dense", value: encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, rewards) } };
}

/** @returns undefined if dense rewards are smaller */
function encodeSparse(rewards: RewardMatrix): SparseRewards | undefined {
  const { data, numRows, numAgents } = rewards;
  // Counts range from 0 to n, so the index type must hold n + 1 values.
  const index = INDEX_TYPES.find(({ limit }) => Math.max(numRows, numAgents + 1) <= limit)!;
  const entries = nonzeroEntries(data);
  const { numFilled, uniform } = surveyRows(rewards, entries);
  const numValues = uniform ? numFilled : entries.length;
  const numIndices = 2 * numFilled + entries.length;
  const bytes = SPARSE_OVERHEAD + index.Array.BYTES_PER_ELEMENT * numIndices + 4 * numValues;
  if (bytes >= data.byteLength) return undefined;
  const arrays = {
    rows: new index.Array(numFilled),
    counts: new index.Array(numFilled),
    agents: new index.Array(entries.length),
    values: new Float32Array(numValues),
  };
  fillSparse(rewards, entries, uniform, arrays);
  return {
    numRows,
    numAgents,
    indexDtype: index.dtype,
    rows: arrayBytes(arrays.rows),
    counts: arrayBytes(arrays.counts),
    agents: arrayBytes(arrays.agents),
    values: arrayBytes(arrays.values),
  };
}

/** Facts that determine the lengths of a sparse message's arrays. */
interface RowSurvey {
  /** Number of rows that have a non-zero entry. */
  readonly numFilled: number;
  /** Whether the entries of each row are equal, so that one value per row is enough. */
  readonly uniform: boolean;
}

/** @param entries - where the rewards are not zero, ascending */
function surveyRows({ data, numAgents }: RewardMatrix, entries: Uint32Array): RowSurvey {
  let numFilled = 0;
  let uniform = true;
  let first = 0;
  for (let e = 0, end = 0; e < entries.length; e++) {
    const value = data[entries[e]];
    if (entries[e] >= end) {
      end = (Math.floor(entries[e] / numAgents) + 1) * numAgents;
      first = value;
      numFilled++;
    }
    uniform &&= value === first;
  }
  return { numFilled, uniform };
}

/** The arrays of a SparseRewards message. */
interface SparseArrays {
  readonly rows: IndexArray;
  readonly counts: IndexArray;
  readonly agents: IndexArray;
  readonly values: Float32Array;
}

/** @param arrays - zeros of the right lengths; overwritten */
function fillSparse(
  { data, numAgents }: RewardMatrix,
  entries: Uint32Array,
  uniform: boolean,
  { rows, counts, agents, values }: SparseArrays,
): void {
  for (let e = 0, r = -1, start = 0, end = 0; e < entries.length; e++) {
    if (entries[e] >= end) {
      rows[++r] = Math.floor(entries[e] / numAgents);
      start = rows[r] * numAgents;
      end = start + numAgents;
    }
    counts[r]++;
    agents[e] = entries[e] - start;
    values[uniform ? r : e] = data[entries[e]];
  }
}

/**
 * @param where - the field, for errors
 * @param out - [rows, n]; completely overwritten
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
    decodeSparse(encoding.value, where, { data: out, numRows, numAgents });
    return;
  }
  const expectation = { dtype: DataType.DATA_TYPE_FLOAT32, shape: [numRows, numAgents] } as const;
  decodeTensorInto(encoding?.value, where, expectation, out);
}

/** @param out - all zero; its entries are written */
function decodeSparse(message: SparseRewards, where: string, out: RewardMatrix): void {
  const { data, numRows, numAgents } = out;
  if (message.numRows !== numRows || message.numAgents !== numAgents) {
    const got = `[${message.numRows}, ${message.numAgents}]`;
    throw unexpected(where, `shape [${numRows}, ${numAgents}]`, got);
  }
  const index = INDEX_TYPES.find(({ dtype }) => dtype === message.indexDtype);
  if (index === undefined) throw unexpected(`${where}.index_dtype`, "UINT8, UINT16 or INT32", "another");
  const arrays: SparseArrays = {
    rows: elements(index.dtype, message.rows, `${where}.rows`),
    counts: elements(index.dtype, message.counts, `${where}.counts`),
    agents: elements(index.dtype, message.agents, `${where}.agents`),
    values: elements(DataType.DATA_TYPE_FLOAT32, message.values, `${where}.values`),
  };
  checkRows(arrays, where, out);
  const { rows, counts, agents, values } = arrays;
  const perRow = values.length === rows.length;
  let next = 0;
  for (let r = 0; r < rows.length; r++) {
    const offset = rows[r] * numAgents;
    let previous = -1;
    for (let c = 0; c < counts[r]; c++, next++) {
      const agent = agents[next];
      // An index outside these bounds would write into another row.
      if (!(agent > previous && agent < numAgents)) throw wrongColumn(where, numAgents, agent, rows[r]);
      data[offset + agent] = values[perRow ? r : next];
      previous = agent;
    }
  }
}

/** @throws ContractError if the number of bytes is not a multiple of an element's */
function elements<D extends TensorDataType>(dtype: D, bytes: Uint8Array, where: string): TensorArray<D> {
  const size = elementBytes(dtype);
  if (bytes.byteLength % size === 0) return bytesToArray(dtype, bytes);
  throw unexpected(where, `a multiple of ${size} bytes`, `${bytes.byteLength}`);
}

/** @throws ContractError if rows are out of order or range, or lengths do not fit each other */
function checkRows(
  { rows, counts, agents, values }: SparseArrays,
  where: string,
  { numRows, numAgents }: RewardMatrix,
): void {
  if (counts.length !== rows.length) {
    throw unexpected(`${where}.counts`, `${rows.length}, one a row`, `${counts.length}`);
  }
  let sum = 0;
  for (let r = 0; r < rows.length; r++) {
    if (!(rows[r] > (r > 0 ? rows[r - 1] : -1) && rows[r] < numRows)) {
      throw unexpected(`${where}.rows`, `rows from 0 to ${numRows - 1}, ascending`, `${rows[r]}`);
    }
    if (!(counts[r] >= 0 && counts[r] <= numAgents)) {
      throw unexpected(`${where}.counts`, `0 to ${numAgents} entries in row ${rows[r]}`, `${counts[r]}`);
    }
    sum += counts[r];
  }
  if (agents.length !== sum) {
    throw unexpected(`${where}.agents`, `${sum}, the sum of counts`, `${agents.length}`);
  }
  if (values.length !== rows.length && values.length !== sum) {
    const expected = `${rows.length}, one a row, or ${sum}, one an entry`;
    throw unexpected(`${where}.values`, expected, `${values.length}`);
  }
}

function wrongColumn(where: string, numAgents: number, got: number, row: number): ContractError {
  return unexpected(
    `${where}.agents`,
    `agents from 0 to ${numAgents - 1}, ascending`,
    `${got} in row ${row}`,
  );
}
