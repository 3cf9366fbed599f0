/** A protobuf message: of each field, by its number, what was written, numbers or bytes. */
export type Message = Readonly<Record<number, readonly (number | Uint8Array)[]>>;

/** Decodes varints and bytes, as protobuf's encoding has them, without a library. */
export function decode(bytes: Uint8Array): Message {
  const fields: Record<number, (number | Uint8Array)[]> = {};
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const isBytes = (tag & 7) === 2;
    const value = varint();
    (fields[tag >> 3] ??= []).push(isBytes ? bytes.slice(at, (at += value)) : value);
  }
  return fields;
}
