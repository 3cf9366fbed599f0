import type { EnvironmentService, InteractRequest, InteractResponse } from "../../../proto/index.js";
import { readable } from "../../base/readable-text.js";
import type { Waits } from "./waits.js";

/**
 * A connection to a server: the contract's methods as promises, and its stream as async iterables. Errors that the
 * server reports reject with ContractError, failures of the connection with ConnectionError, and answers that violate
 * the contract with BrokenContractError.
 */
export interface Transport extends EnvironmentService {
  /** The address for messages, for example "10.0.0.5:50051". */
  readonly address: string;
  /** Requests that are waiting for this server. */
  readonly waits: Waits;
  /** @param signal - ends the stream at once */
  interact(requests: AsyncIterable<InteractRequest>, signal?: AbortSignal): AsyncIterable<InteractResponse>;
  close(): void;
}

/** The server could not be reached, or the connection to it broke. */
export class ConnectionError extends Error {
  override readonly name: string = "ConnectionError";
  readonly reason: string;

  constructor(
    readonly address: string,
    reason: string,
  ) {
    const text = readable(reason);
    super(`server ${address}: ${text}`);
    this.reason = text;
  }
}

/** The server can be reached but does not answer. */
export class SilenceError extends ConnectionError {
  /** @param what - names the request, for example "step 17" */
  constructor(address: string, what: string, seconds: number) {
    super(address, `expected an answer to ${what} within ${seconds} s, got none`);
  }
}

/** The server's answer violates the contract, so that repeating the request cannot help. */
export class BrokenContractError extends Error {
  override readonly name = "BrokenContractError";

  /** @param what - the field, the expected value and the actual one */
  constructor(address: string, what: string) {
    super(`server ${address}: ${readable(what)}`);
  }
}
