import { ErrorInfo } from "./gen/google/rpc/error_details.js";
import type { Status } from "./gen/google/rpc/status.js";

/** The gRPC codes of the contracts' errors. */
export const Code = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** The reasons that rmdp.v1's service.proto and policies.v1's policies.proto list, each with its code. */
const CODES = {
  INVALID_VALUE: Code.INVALID_ARGUMENT,
  UNKNOWN_ENVIRONMENT: Code.NOT_FOUND,
  UNKNOWN_SESSION: Code.NOT_FOUND,
  UNKNOWN_DOSSIER: Code.NOT_FOUND,
  UNKNOWN_POLICY: Code.NOT_FOUND,
  UNKNOWN_AGENT: Code.NOT_FOUND,
  FOREIGN_SESSION: Code.PERMISSION_DENIED,
  UNAUTHENTICATED: Code.UNAUTHENTICATED,
  NOT_ATTACHED: Code.FAILED_PRECONDITION,
  NOT_RESET: Code.FAILED_PRECONDITION,
  EPISODE_OVER: Code.FAILED_PRECONDITION,
  NO_POLICIES: Code.FAILED_PRECONDITION,
  NOT_SERVED: Code.FAILED_PRECONDITION,
  CONTRACT_REVISION: Code.FAILED_PRECONDITION,
  SEQUENCE: Code.OUT_OF_RANGE,
  SEQUENCE_REUSED: Code.ALREADY_EXISTS,
  LIMIT: Code.RESOURCE_EXHAUSTED,
  ATTACHED_ELSEWHERE: Code.ABORTED,
  RENDER: Code.UNIMPLEMENTED,
  POLICIES: Code.UNIMPLEMENTED,
  DRAINING: Code.UNAVAILABLE,
  ENVIRONMENT_FAILED: Code.INTERNAL,
  REQUEST_FAILED: Code.INTERNAL,
} as const;

export type ErrorReason = keyof typeof CODES;

/** The field that was wrong, its expected value and its actual one. */
export interface ErrorDetails {
  readonly where?: string;
  readonly expected?: string;
  readonly got?: string;
}

export const ERROR_DOMAIN = "rmdp.v1";
const ERROR_INFO_URL = "type.googleapis.com/google.rpc.ErrorInfo";

/** An error of the contract, with the same form in servers and clients. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  /** A gRPC code. */
  readonly code: number;

  constructor(
    readonly reason: ErrorReason,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.code = CODES[reason];
  }
}

/** An error with the message `where: expected …, got …`; its reason is INVALID_VALUE unless another is given. */
export function unexpected(
  where: string,
  expected: string,
  got: string,
  reason: ErrorReason = "INVALID_VALUE",
): ContractError {
  return new ContractError(reason, `${where}: expected ${expected}, got ${got}`, { where, expected, got });
}

export function errorToStatus(error: ContractError): Status {
  const info = ErrorInfo.fromPartial({
    reason: error.reason,
    domain: ERROR_DOMAIN,
    metadata: { ...error.details },
  });
  const details = [{ typeUrl: ERROR_INFO_URL, value: ErrorInfo.encode(info).finish() }];
  return { code: error.code, message: error.message, details };
}

/** @returns undefined if the status is not an error of the contract */
export function errorFromStatus(status: Status): ContractError | undefined {
  const detail = status.details.find(({ typeUrl }) => typeUrl === ERROR_INFO_URL);
  const info = detail && decodeInfo(detail.value);
  if (info?.domain !== ERROR_DOMAIN || !Object.hasOwn(CODES, info.reason)) return undefined;
  return new ContractError(info.reason as ErrorReason, status.message, info.metadata);
}

/** @returns undefined if the bytes are not an ErrorInfo */
function decodeInfo(bytes: Uint8Array): ErrorInfo | undefined {
  try {
    return ErrorInfo.decode(bytes);
  } catch {
    return undefined;
  }
}
