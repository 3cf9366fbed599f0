import { BinaryWriter } from "@bufbuild/protobuf/wire";

/** A generated message's encoder. */
interface Encodable<Response> {
  encode(response: Response, writer?: BinaryWriter): BinaryWriter;
}

/**
 * Encodes like the generated code, but without a new writer for each message and a copy of its bytes. One writer encodes
 * all responses. It keeps its memory, so that it grows only once.
 */
export function responseEncoder<Response>(message: Encodable<Response>): (response: Response) => Buffer {
  let writer = new BinaryWriter();
  return (response) => {
    try {
      const bytes = message.encode(response, writer).finish();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      // A partly written message must not become the beginning of the next one.
      writer = new BinaryWriter();
      throw error;
    }
  };
}
