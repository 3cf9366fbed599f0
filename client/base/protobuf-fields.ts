import type { BinaryWriter } from "@bufbuild/protobuf/wire";

/** Protobuf's wire types. */
const WIRE_TYPES = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** What stands before a field's value: its number and how the value is written. */
export function fieldTag(field: number, wireType: keyof typeof WIRE_TYPES): number {
  return (field << 3) | WIRE_TYPES[wireType];
}

/** Writes a message as a field of another. */
export function writeMessage(writer: BinaryWriter, field: number, write: () => void): void {
  writer.uint32(fieldTag(field, "bytes")).fork();
  write();
  writer.join();
}
