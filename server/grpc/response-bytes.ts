import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { InteractResponse } from "../../proto/index.js";

/** One for all responses: it keeps its memory, which so grows to the largest of them only once. */
let writer = new BinaryWriter();

/** As the generated code, without its new writer for each message and its copy of the finished bytes. */
export function encodeResponse(response: InteractResponse): Buffer {
  try {
    const bytes = InteractResponse.encode(response, writer).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    // What a half-written message leaves behind must not be the start of the next.
    writer = new BinaryWriter();
    throw error;
  }
}
