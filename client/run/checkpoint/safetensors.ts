import { createHash } from "node:crypto";

/** An array in a safetensors file, with its shape. */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint8Array;
}

/** A file's arrays by name, and a JSON value that is stored with them. */
export interface StoredArrays {
  readonly arrays: Readonly<Record<string, StoredArray>>;
  readonly metadata: unknown;
}

interface Entry {
  readonly dtype: keyof typeof DTYPES;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const DTYPES = { F32: Float32Array, F64: Float64Array, U8: Uint8Array } as const;

/**
 * A safetensors file: eight bytes of header length, a JSON header, then the arrays' bytes. Python's `safetensors` can
 * read it. The header's metadata holds our JSON value and a SHA-256 of everything except the checksum itself.
 */
export function encodeSafetensors({ arrays, metadata }: StoredArrays): Uint8Array {
  const header: Record<string, unknown> = {};
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, offset + data.byteLength] };
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const body = Buffer.concat(chunks);
  const caucus = JSON.stringify(metadata);
  header.__metadata__ = { caucus, sha256: digest(header, caucus, body) };
  const json = Buffer.from(JSON.stringify(header));
  // The format requires that arrays start at a multiple of eight bytes, so the header is padded with spaces.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, " ")]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, body]);
}

/** @throws Error if the bytes are not a complete and undamaged file of this form */
export function decodeSafetensors(bytes: Uint8Array): StoredArrays {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 8) throw new Error(`expected a safetensors file, got ${file.length} bytes`);
  const start = 8 + Number(file.readBigUInt64LE());
  if (start > file.length) throw new Error(`expected ${start} bytes or more, got ${file.length}`);
  const { __metadata__, ...entries } = JSON.parse(file.toString("utf8", 8, start));
  const body = file.subarray(start);
  if (digest(entries, __metadata__.caucus, body) !== __metadata__.sha256)
    throw new Error("its checksum does not match");
  const arrays = Object.entries(entries as Record<string, Entry>).map(([name, entry]) => {
    const copy = Uint8Array.from(body.subarray(...entry.data_offsets));
    return [name, { shape: entry.shape, data: new DTYPES[entry.dtype](copy.buffer) }] as const;
  });
  return { arrays: Object.fromEntries(arrays), metadata: JSON.parse(__metadata__.caucus) };
}

function dtypeOf(data: StoredArray["data"]): keyof typeof DTYPES {
  if (data instanceof Float32Array) return "F32";
  return data instanceof Float64Array ? "F64" : "U8";
}

function digest(entries: object, metadata: string, body: Uint8Array): string {
  return createHash("sha256").update(JSON.stringify(entries)).update(metadata).update(body).digest("hex");
}
