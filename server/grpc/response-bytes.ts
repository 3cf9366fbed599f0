import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { InteractResponse } from "../../proto/index.js";

/** One writer for all responses. It keeps its memory, so that it grows only once. */
let writer = new BinaryWriter();

/** Encodes like the generated code, but without a new writer for each message and a copy of its bytes. */
export function encodeResponse(response: InteractResponse): Buffer {
  try {
    const bytes = InteractResponse.encode(response, writer).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    // A partly written message must not become the beginning of the next one.
    writer = new BinaryWriter();
    throw error;
  }
}
