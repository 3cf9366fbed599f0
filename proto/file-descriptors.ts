import { BinaryReader } from "@bufbuild/protobuf/wire";
import { FILE_DESCRIPTOR_SET } from "./gen/descriptors.js";

/** Tag of FileDescriptorSet.file, which is field 1 and a message. */
const FILE_TAG = 10;

/** The contract's files with comments, the files they import, and the health service's, as FileDescriptorProtos. */
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
