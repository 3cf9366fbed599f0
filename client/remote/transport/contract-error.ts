import { ContractError, errorFromStatus, Status } from "../../../proto/index.js";
import { readable } from "../../base/readable-text.js";

/**
 * The contract's error in a status, with text that is safe to print.
 * @returns undefined if the status holds none
 */
export function contractErrorOf(status: Status): ContractError | undefined {
  const error = attempt(() => errorFromStatus(status));
  // Excludes names that every object inherits, such as "constructor".
  if (error === undefined || typeof error.code !== "number") return undefined;
  return new ContractError(error.reason, readable(error.message), error.details);
}

/** @returns undefined if the bytes are not a status */
export function decodeStatus(bytes: Uint8Array): Status | undefined {
  return attempt(() => Status.decode(bytes));
}

/** Returns undefined if decoding fails, so that invalid bytes count as missing. */
function attempt<R>(decode: () => R): R | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
