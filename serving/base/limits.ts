import { type ContractError, unexpected } from "../../proto/index.js";

/**
 * @param where - the field, for errors
 * @param unit - what is counted, for errors
 * @throws ContractError (LIMIT) if `got` is more than `limit`
 */
export function checkLimit(where: string, got: number, limit: number, unit: string): void {
  if (got > limit) throw limitExceeded(where, got, limit, unit);
}

/** The error for an exceeded limit; its parameters are those of checkLimit. */
export function limitExceeded(where: string, got: number, limit: number, unit: string): ContractError {
  return unexpected(where, `at most ${limit} ${unit}`, `${got}`, "LIMIT");
}
