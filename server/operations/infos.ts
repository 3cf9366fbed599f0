import { type EnvSpec, type InfoSpec, InvalidValueError, infoSize } from "../../envs/index.js";
import { encodeTensor, INFO_DTYPES, type Tensor } from "../../proto/index.js";

/** The position of an info in a row of VectorBuffers.infos. */
export interface InfoColumn {
  readonly info: InfoSpec;
  /** Index of the info's first number in a row. */
  readonly offset: number;
  readonly size: number;
  /** Length of a row. */
  readonly rowSize: number;
}

const ARRAYS = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/**
 * @param names - names of the infos to send
 * @throws InvalidValueError at an unknown name
 */
export function infoColumns(spec: EnvSpec, names: readonly string[]): InfoColumn[] {
  const known = spec.infos.map((info) => info.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const expected = `only ${known.join(", ") || "no info"}`;
    throw new InvalidValueError("infos", expected, `"${unknown}"`, `env "${spec.id}"`);
  }
  const rowSize = infoSize(spec);
  let offset = 0;
  const columns = spec.infos.map((info) => {
    const size = info.shape.reduce((a, b) => a * b, 1);
    offset += size;
    return { info, offset: offset - size, size, rowSize };
  });
  return columns.filter(({ info }) => names.includes(info.name));
}

/**
 * @param rows - [M, rowSize], in the form of VectorBuffers.infos
 * @returns name → [M, …]
 */
export function encodeInfos(columns: readonly InfoColumn[], rows: Float64Array): Record<string, Tensor> {
  return Object.fromEntries(columns.map((column) => [column.info.name, encodeColumn(column, rows)]));
}

function encodeColumn({ info, offset, size, rowSize }: InfoColumn, rows: Float64Array): Tensor {
  const count = rows.length / rowSize;
  const values = new ARRAYS[info.dtype](count * size);
  for (let j = 0; j < count; j++) {
    for (let i = 0; i < size; i++) values[j * size + i] = rows[j * rowSize + offset + i];
  }
  return encodeTensor(INFO_DTYPES[info.dtype], [count, ...info.shape], values);
}

/** Bytes of an environment's infos in a message. */
export function infoBytes(columns: readonly InfoColumn[]): number {
  return columns.reduce((sum, { info, size }) => sum + size * ARRAYS[info.dtype].BYTES_PER_ELEMENT, 0);
}
