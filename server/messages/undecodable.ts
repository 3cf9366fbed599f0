import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { InteractRequest } from "../../proto/index.js";

/** A request as a transport passes it on if it cannot read its bytes: without contents, and with the reason. */
export function undecodable<Request extends object>(
  empty: Request,
  bytes: Uint8Array,
  error: unknown,
): Request {
  const cause = error instanceof Error ? error.message : String(error);
  return Object.assign(empty, { undecodable: `${bytes.length} undecodable bytes (${cause})` });
}

/** @returns a request without action, which says why; its sequence is the bytes', if they start with one that is a number here */
export function undecodableRequest(bytes: Uint8Array, error: unknown): InteractRequest {
  return undecodable<InteractRequest>({ sequence: firstSequence(bytes), action: undefined }, bytes, error);
}

/** @returns undefined if the request was decoded */
export function undecodableReason(request: object): string | undefined {
  return "undecodable" in request ? `${request.undecodable}` : undefined;
}

/** InteractRequest.sequence is a uint64 with field number 1, so its tag is 8. */
function firstSequence(bytes: Uint8Array): number {
  try {
    const reader = new BinaryReader(bytes);
    const sequence = reader.uint32() === 8 ? Number(reader.uint64()) : 0;
    // Beyond 2^53 it would come back rounded.
    return Number.isSafeInteger(sequence) ? sequence : 0;
  } catch {
    return 0;
  }
}
