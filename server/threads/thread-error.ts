import { InvalidValueError } from "../../envs/index.js";
import { ContractError, type ErrorDetails, type ErrorReason } from "../../proto/index.js";
import { DeathError } from "../base/death-error.js";

/** An error in a form that can be sent between threads, which loses classes. */
export interface ThreadError {
  readonly message: string;
  readonly stack?: string;
  /** The fields of an InvalidValueError. */
  readonly invalid?: Readonly<Record<"where" | "expected" | "got" | "context", string>>;
  /** The fields of a ContractError. */
  readonly contract?: { readonly reason: ErrorReason; readonly details: ErrorDetails };
  /** Whether it is a DeathError. */
  readonly death?: true;
}

/** @param error - what a module threw, which may not be an Error */
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
  return error instanceof DeathError ? { message, stack, death: true } : { message, stack };
}

export function decodeThreadError({ message, stack, invalid, contract, death }: ThreadError): Error {
  const error = createError();
  return stack === undefined ? error : Object.assign(error, { stack });

  function createError(): Error {
    if (invalid) return new InvalidValueError(invalid.where, invalid.expected, invalid.got, invalid.context);
    if (contract) return new ContractError(contract.reason, message, contract.details);
    return death ? new DeathError(message) : new Error(message);
  }
}
