import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { InteractRequest } from "../../proto/index.js";

/** The empty request that a transport passes on if it cannot decode one, with the reason. */
export function undecodable<Request extends object>(
  empty: Request,
  bytes: Uint8Array,
  error: unknown,
): Request {
  const cause = error instanceof Error ? error.message : String(error);
  return Object.assign(empty, { undecodable: `${bytes.length} undecodable bytes (${cause})` });
}

/** @returns a request without action, with the reason; its sequence is that of the bytes if it can be read */
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
    // A number beyond 2^53 would be rounded.
    return Number.isSafeInteger(sequence) ? sequence : 0;
  } catch {
    return 0;
  }
}
