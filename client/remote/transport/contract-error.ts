import { ContractError, errorFromStatus, Status } from "../../../proto/index.js";
import { readable } from "../../base/readable-text.js";

/**
 * An error of the contract, in words that can be shown.
 * @returns undefined if the status is not one
 */
export function contractErrorOf(status: Status): ContractError | undefined {
  const error = attempt(() => errorFromStatus(status));
  // Names that every object has are no reasons.
  if (error === undefined || typeof error.code !== "number") return undefined;
  return new ContractError(error.reason, readable(error.message), error.details);
}

/** @returns undefined if the bytes are not one */
export function decodeStatus(bytes: Uint8Array): Status | undefined {
  return attempt(() => Status.decode(bytes));
}

/** Bytes of a server's that are none of Protobuf's are the same as none. */
function attempt<R>(decode: () => R): R | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
