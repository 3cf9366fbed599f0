import { hash } from "node:crypto";
import { ContractError, InteractRequest, type InteractResponse, unexpected } from "../../proto/index.js";

interface Kept {
  readonly digest: string;
  readonly response: InteractResponse;
}

/** A session's sequence numbers and the responses it keeps: the rules of interaction.proto. */
export interface SequenceLedger {
  /** The number expected next. */
  readonly next: number;
  /**
   * @returns the kept response of a repeated request; undefined if it is the next
   * @throws ContractError (SEQUENCE, SEQUENCE_REUSED) if it is neither
   */
  recall(sequence: number, digest: string): InteractResponse | undefined;
  /** Keeps the response to the next request, and expects the one after. */
  keep(digest: string, response: InteractResponse): void;
}

/** @param capacity - how many responses are kept */
export function createSequenceLedger(capacity: number): SequenceLedger {
  const kept = new Map<number, Kept>();
  let next = 1;
  return {
    get next() {
      return next;
    },
    recall(sequence, digest) {
      if (sequence === next) return undefined;
      const entry = kept.get(sequence);
      if (entry === undefined) {
        const oldest = next - kept.size;
        const repeats = kept.size === 0 ? "" : ` or, to repeat a request, ${oldest} to ${next - 1}`;
        throw unexpected("sequence", `${next}${repeats}`, `${sequence}`, "SEQUENCE");
      }
      if (entry.digest === digest) return entry.response;
      const text = `sequence: ${sequence} was already used by a request with other contents; next is ${next}`;
      throw new ContractError("SEQUENCE_REUSED", text, {
        where: "sequence",
        expected: `the same request as before, or ${next}`,
        got: `${sequence} with other contents`,
      });
    },
    keep(digest, response) {
      kept.set(next, { digest, response });
      kept.delete(next - capacity);
      next++;
    },
  };
}

/** Equal for requests with equal contents. */
export function requestDigest(request: InteractRequest): string {
  return hash("sha256", InteractRequest.encode(request).finish());
}
