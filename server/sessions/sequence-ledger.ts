import { ContractError, InteractRequest, type InteractResponse, unexpected } from "../../proto/index.js";
import { requestBytes, responseBytes } from "../messages/message-bytes.js";
import type { MessageMemory } from "../messages/message-memory.js";

interface Kept {
  /** Size of request and response, without their small parts. */
  readonly bytes: number;
  readonly request: InteractRequest;
  readonly response: InteractResponse;
}

/**
 * A session's sequence numbers and kept responses, by the rules of interaction.proto. Requests are kept with their
 * responses and compared only when one is repeated, so that a step costs nothing more. Their bytes must not be changed.
 */
export interface SequenceLedger {
  /** The next expected number. */
  readonly next: number;
  /**
   * @returns the kept response of a repeated request; undefined if the request is the next one
   * @throws ContractError (SEQUENCE, SEQUENCE_REUSED) if the request is neither
   */
  recall(request: InteractRequest): InteractResponse | undefined;
  /** Keeps the response to the next request, and expects the one after. */
  keep(request: InteractRequest, response: InteractResponse): void;
  /** Drops all kept responses. */
  clear(): void;
}

/**
 * @param capacity - largest number of kept responses
 * @param maxBytes - limit of their size, with their requests; the latest is kept whatever its size
 * @param messages - counts the memory of what is kept
 */
export function createSequenceLedger(
  capacity: number,
  maxBytes: number,
  messages: MessageMemory,
): SequenceLedger {
  const kept = new Map<number, Kept>();
  let keptBytes = 0;
  let next = 1;
  const count = (bytes: number) => {
    keptBytes += bytes;
    messages.add(bytes);
  };
  return {
    get next() {
      return next;
    },
    recall(request) {
      const { sequence } = request;
      if (sequence === next) return undefined;
      const entry = kept.get(sequence);
      if (entry === undefined) {
        const oldest = next - kept.size;
        const repeats = kept.size === 0 ? "" : ` or, to repeat a request, ${oldest} to ${next - 1}`;
        throw unexpected("sequence", `${next}${repeats}`, `${sequence}`, "SEQUENCE");
      }
      if (areEqual(entry.request, request)) return entry.response;
      const text = `sequence: ${sequence} was already used by a request with other contents; next is ${next}`;
      throw new ContractError("SEQUENCE_REUSED", text, {
        where: "sequence",
        expected: `the same request as before, or ${next}`,
        got: `${sequence} with other contents`,
      });
    },
    keep(request, response) {
      const bytes = requestBytes(request) + responseBytes(response);
      kept.set(next, { request, response, bytes });
      count(bytes);
      // A map's entries are in the order of insertion, which is that of the numbers.
      for (const [sequence, oldest] of kept) {
        const fits = kept.size <= capacity && keptBytes <= maxBytes && !messages.full;
        if (sequence === next || fits) break;
        kept.delete(sequence);
        count(-oldest.bytes);
      }
      next++;
    },
    clear() {
      kept.clear();
      count(-keptBytes);
    },
  };
}

/** Whether two requests have the same contents. */
function areEqual(one: InteractRequest, other: InteractRequest): boolean {
  const [a, b] = [one, other].map((request) => InteractRequest.encode(request).finish());
  return Buffer.compare(a, b) === 0;
}
