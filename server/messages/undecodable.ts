import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { InteractRequest } from "../../proto/index.js";
import { undecodable } from "../../serving/base/undecodable.js";

/** @returns a request without action, with the reason; its sequence is that of the bytes if it can be read */
export function undecodableRequest(bytes: Uint8Array, error: unknown): InteractRequest {
  return undecodable<InteractRequest>({ sequence: firstSequence(bytes), action: undefined }, bytes, error);
}

/** InteractRequest.sequence is a uint64 with field number 1, so its tag is 8. */
function firstSequence(bytes: Uint8Array): number {
  try {
    const reader = new BinaryReader(bytes);
    const sequence = reader.uint32() === 8 ? Number(reader.uint64()) : 0;
    // A number beyond 2^53 would be rounded.
    return Number.isSafeInteger(sequence) ? sequence : 0;
  } catch {
    return 0;
  }
}
