import type { EnvironmentService, InteractRequest, InteractResponse } from "../../../proto/index.js";
import { readable } from "../../base/readable-text.js";
import type { Waits } from "./waits.js";

/**
 * A way to a server: the contract's methods as promises, and its stream as async iterables.
 * Failures of the contract reject with ContractError, those of the connection with ConnectionError, and answers that
 * the contract does not allow with BrokenContractError.
 */
export interface Transport extends EnvironmentService {
  /** For messages, for example "10.0.0.5:50051". */
  readonly address: string;
  /** What is being waited for of this server. */
  readonly waits: Waits;
  /** @param signal - ends the stream, whatever the server does */
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

/** The server is there, and says nothing. */
export class SilenceError extends ConnectionError {
  /** @param what - was asked of it, for example "step 17" */
  constructor(address: string, what: string, seconds: number) {
    super(address, `expected an answer to ${what} within ${seconds} s, got none`);
  }
}

/** The server said what the contract does not allow: no number of attempts makes it right. */
export class BrokenContractError extends Error {
  override readonly name = "BrokenContractError";

  /** @param what - the field, what was expected and what came */
  constructor(address: string, what: string) {
    super(`server ${address}: ${readable(what)}`);
  }
}
