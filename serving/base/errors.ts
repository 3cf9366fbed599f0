import { EpisodeStateError, InvalidValueError } from "../../envs/index.js";
import { ContractError, errorToStatus, type InteractResponse, unexpected } from "../../proto/index.js";
import type { Logger } from "./log.js";
import { clipText, STATUS_BYTES } from "./status-text.js";

/** Fields whose name in the contract differs from the environments' name. */
const WIRE_NAMES: Readonly<Record<string, string>> = { "agents.count": "agents.sampled.count" };

type Status = Extract<InteractResponse["result"], { $case: "error" }>["value"];

/**
 * Converts an error to one of the contract.
 * @returns undefined if a client cannot have caused the error
 */
export function toContractError(error: unknown): ContractError | undefined {
  if (error instanceof ContractError) return error;
  if (error instanceof EpisodeStateError) return new ContractError(error.reason, error.message);
  if (!(error instanceof InvalidValueError)) return undefined;
  const where = WIRE_NAMES[error.where] ?? error.where;
  const reason = where === "environment_id" ? "UNKNOWN_ENVIRONMENT" : "INVALID_VALUE";
  const mapped = unexpected(where, error.expected, error.got, reason);
  return error.context === "" ? mapped : withContext(mapped, error.context);
}

/** @throws ContractError instead of the error that `work` rejects with, if it can be converted */
export function refused<T>(work: Promise<T>): Promise<T> {
  return work.catch((error) => Promise.reject(toContractError(error) ?? error));
}

/** Adds a context to the end of the message, for example `env "hopper"`. */
export function withContext(error: ContractError, context: string): ContractError {
  if (error.message.includes(context)) return error;
  return new ContractError(error.reason, `${error.message} (${context})`, error.details);
}

/** The contract's reason of an error; INTERNAL for a bug of ours. */
export function reasonOf(error: unknown): string {
  return toContractError(error)?.reason ?? "INTERNAL";
}

/** The status to send. For a bug of ours it gives no details; they are logged instead. */
export function toStatus(error: unknown, log: Logger): Status {
  const known = toContractError(error);
  if (known === undefined) {
    log.error({ err: error }, "a request failed because of an error in the server");
    return { code: 13, message: "internal error: see the server's log", details: [] };
  }
  const short = clip(known);
  // Clients are told of their own errors. The operator also needs to know of clients that need another revision.
  const level = known.reason === "CONTRACT_REVISION" ? "warn" : "debug";
  log[level]({ reason: short.reason, error: short.message }, "refused a request");
  return errorToStatus(short);
}

/** Shortens an error's texts, which may repeat what a client sent, so that they fit the headers of a status. */
function clip({ reason, message, details }: ContractError): ContractError {
  const { where, expected, got } = details;
  const short = (text: string | undefined, maxBytes: number) => text && clipText(text, maxBytes);
  return new ContractError(reason, clipText(message, STATUS_BYTES.message), {
    where: short(where, STATUS_BYTES.where),
    expected: short(expected, STATUS_BYTES.expected),
    got: short(got, STATUS_BYTES.got),
  });
}
