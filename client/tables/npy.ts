import { ConfigError } from "../base/config-error.js";
import type { ParameterTable } from "./parameter-table.js";

const MAGIC = "\x93NUMPY";

interface Header {
  readonly dtype: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Number of bytes before the numbers. */
  readonly length: number;
}

/**
 * An array of float32 or float64 in NumPy's own format, versions 1 to 3 (NEP 1, numpy.lib.format): little-endian,
 * in C order, [n, p] or, for p = 1, [n].
 * @throws ConfigError at anything else; its text says how to save the array
 */
export function parseNpy(bytes: Uint8Array): ParameterTable {
  const { dtype, fortranOrder, shape, length } = parseHeader(bytes);
  const size = { "<f4": 4, "<f8": 8 }[dtype];
  if (size === undefined) {
    throw new ConfigError(`expected float32 or float64, got ${dtype}: save array.astype("float64")`);
  }
  if (fortranOrder && shape.length > 1) {
    throw new ConfigError("expected C order, got Fortran order: save numpy.ascontiguousarray(array)");
  }
  if (shape.length !== 1 && shape.length !== 2) {
    throw new ConfigError(`expected an array [n, p] or [n], got shape [${shape.join(", ")}]`);
  }
  const [rows, columns = 1] = shape;
  if (bytes.length !== length + rows * columns * size) {
    const expected = `${rows * columns} numbers after the header`;
    throw new ConfigError(`expected ${expected}, got ${bytes.length - length} bytes: the file is damaged`);
  }
  return { rows, columns, values: readNumbers(bytes.subarray(length), size) };
}

function readNumbers(bytes: Uint8Array, size: number): Float64Array {
  // Copies the bytes, since typed arrays must be aligned.
  const { buffer } = new Uint8Array(bytes);
  return size === 8 ? new Float64Array(buffer) : Float64Array.from(new Float32Array(buffer));
}

function parseHeader(bytes: Uint8Array): Header {
  const latin1 = new TextDecoder("latin1");
  // The web's latin1 is Windows-1252, which maps the magic's first byte differently, so bytes are compared.
  const isNpy = [...MAGIC].every((character, i) => bytes[i] === character.charCodeAt(0));
  if (!isNpy || bytes.length < 12) throw new ConfigError("expected an array that numpy.save wrote");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, size] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const text = latin1.decode(bytes.subarray(start, start + size));
  // A Python dictionary: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }
  const dtype = /'descr': *'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (dtype === undefined || order === undefined || shape === undefined) {
    throw new ConfigError("expected the header of an array of numbers, got another");
  }
  const sizes = shape.split(",").filter((part) => part.trim() !== "");
  return { dtype, fortranOrder: order === "True", shape: sizes.map(Number), length: start + size };
}
