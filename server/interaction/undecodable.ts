import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { InteractRequest } from "../../proto/index.js";

/** What a transport passes on in place of a request whose bytes it cannot read. */
interface UndecodableRequest extends InteractRequest {
  readonly undecodable: string;
}

/** @returns a request without action, which says why; its sequence is the bytes', if they start with one */
export function undecodableRequest(bytes: Uint8Array, error: unknown): UndecodableRequest {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    sequence: firstSequence(bytes),
    action: undefined,
    undecodable: `${bytes.length} undecodable bytes (${cause})`,
  };
}

/** @returns undefined if the request was decoded */
export function undecodableReason(request: InteractRequest): string | undefined {
  return "undecodable" in request ? (request as UndecodableRequest).undecodable : undefined;
}

/** InteractRequest.sequence is a uint64 with field number 1, so its tag is 8. */
function firstSequence(bytes: Uint8Array): number {
  try {
    const reader = new BinaryReader(bytes);
    return reader.uint32() === 8 ? Number(reader.uint64()) : 0;
  } catch {
    return 0;
  }
}
