import { BinaryReader } from "@bufbuild/protobuf/wire";
import { FILE_DESCRIPTOR_SET } from "./gen/descriptors.js";

/** FileDescriptorSet.file is field 1, of messages. */
const FILE_TAG = 10;

/** The contract's files with their comments, those they import, and health's, each a google.protobuf.FileDescriptorProto. */
export function fileDescriptors(): Uint8Array[] {
  const reader = new BinaryReader(Buffer.from(FILE_DESCRIPTOR_SET, "base64"));
  const files: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === FILE_TAG) files.push(reader.bytes());
    else reader.skip(tag & 7);
  }
  return files;
}
