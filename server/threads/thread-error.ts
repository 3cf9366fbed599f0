import { InvalidValueError } from "../../envs/index.js";
import { ContractError, type ErrorDetails, type ErrorReason } from "../../proto/index.js";

/** An error as it crosses from thread to thread, which keeps no classes. */
export interface ThreadError {
  readonly message: string;
  readonly stack?: string;
  /** Of an InvalidValueError. */
  readonly invalid?: Readonly<Record<"where" | "expected" | "got" | "context", string>>;
  /** Of a ContractError. */
  readonly contract?: { readonly reason: ErrorReason; readonly details: ErrorDetails };
}

/** @param error - what a module threw, which need be no Error */
export function encodeThreadError(error: unknown): ThreadError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, stack } = error;
  if (error instanceof InvalidValueError) {
    const { where, expected, got, context } = error;
    return { message, stack, invalid: { where, expected, got, context } };
  }
  if (error instanceof ContractError) {
    const { reason, details } = error;
    return { message, stack, contract: { reason, details } };
  }
  return { message, stack };
}

export function decodeThreadError({ message, stack, invalid, contract }: ThreadError): Error {
  const error = createError();
  return stack === undefined ? error : Object.assign(error, { stack });

  function createError(): Error {
    if (invalid) return new InvalidValueError(invalid.where, invalid.expected, invalid.got, invalid.context);
    if (contract) return new ContractError(contract.reason, message, contract.details);
    return new Error(message);
  }
}
