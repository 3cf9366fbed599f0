import type { EnvironmentService } from "../../proto/index.js";

/**
 * A way to a server: the contract's methods as promises, and its stream as async iterables.
 * Failures of the contract reject with ContractError, those of the connection with ConnectionError.
 */
export interface Transport extends EnvironmentService {
  /** For messages, for example "10.0.0.5:50051". */
  readonly address: string;
  close(): void;
}

/** The server could not be reached, or the connection to it broke. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(
    readonly address: string,
    readonly reason: string,
  ) {
    super(`server ${address}: ${reason}`);
  }
}
