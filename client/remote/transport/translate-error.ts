import type { ServiceError } from "@grpc/grpc-js";
import { unexpected } from "../../../proto/index.js";
import { connectionFailure } from "./connection-failure.js";
import { contractErrorOf, decodeStatus } from "./contract-error.js";
import { proxyText } from "./proxy.js";
import type { ClientSecurity } from "./security.js";
import { BrokenContractError, ConnectionError } from "./transport.js";

/** A server that was called. */
export interface Dialled {
  /** host:port. */
  readonly address: string;
  readonly security: ClientSecurity;
  /** The contract that it is expected to know; rmdp.v1 if left out. */
  readonly contract?: string;
}

/** The contract's error if the server sent one, otherwise a ConnectionError. */
export function translateError(error: ServiceError, { address, security, contract }: Dialled): Error {
  const details = error.metadata?.get("grpc-status-details-bin")[0];
  const status = Buffer.isBuffer(details) ? decodeStatus(details) : undefined;
  const contractError = status && contractErrorOf(status);
  if (contractError) return contractError;
  const [, got, limit] = /message larger than max \((\d+) vs\.? (\d+)\)/.exec(error.details) ?? [];
  if (limit !== undefined) return unexpected("message", `at most ${limit} bytes`, got, "LIMIT");
  const [, unreadable] = /message parsing error: (.*)/s.exec(error.details) ?? [];
  if (unreadable !== undefined) {
    return new BrokenContractError(
      address,
      `expected a message of the contract, got one that is none: ${unreadable}`,
    );
  }
  const reason = connectionFailure(error, security, contract);
  const proxy = proxyText(address);
  return new ConnectionError(address, proxy === undefined ? reason : `${reason} (${proxy})`);
}
