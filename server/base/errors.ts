import { EpisodeStateError, InvalidValueError } from "../../envs/index.js";
import { ContractError, errorToStatus, type InteractResponse, unexpected } from "../../proto/index.js";
import type { Logger } from "./log.js";
import { clipText, STATUS_BYTES } from "./status-text.js";

/** What environments call a field, where the wire calls it something else. */
const WIRE_NAMES: Readonly<Record<string, string>> = { "agents.count": "agents.sampled.count" };

type Status = Extract<InteractResponse["result"], { $case: "error" }>["value"];

/**
 * The error as the contract has it.
 * @returns undefined if it is none that a client could have caused
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

/** @throws ContractError in place of what `work` rejects with, where it is one */
export function refused<T>(work: Promise<T>): Promise<T> {
  return work.catch((error) => Promise.reject(toContractError(error) ?? error));
}

/** Says at the end of the message what it was about, for example `env "hopper"`. */
export function withContext(error: ContractError, context: string): ContractError {
  if (error.message.includes(context)) return error;
  return new ContractError(error.reason, `${error.message} (${context})`, error.details);
}

/** Of the contract's; INTERNAL of an error that is a bug of ours. */
export function reasonOf(error: unknown): string {
  return toContractError(error)?.reason ?? "INTERNAL";
}

/** The status to send; of an error that is a bug of ours, one that says nothing, and a line in the log. */
export function toStatus(error: unknown, log: Logger): Status {
  const known = toContractError(error);
  if (known === undefined) {
    log.error({ err: error }, "a request failed for a reason that is the server's");
    return { code: 13, message: "internal error: the server's log says more", details: [] };
  }
  const short = clip(known);
  // What clients do wrong is for them to hear of, but of one that does not fit its user may ask the server's.
  const level = known.reason === "CONTRACT_REVISION" ? "warn" : "debug";
  log[level]({ reason: short.reason, error: short.message }, "refused a request");
  return errorToStatus(short);
}

/** With texts that the headers of a status have room for, whatever a client sent. */
function clip({ reason, message, details }: ContractError): ContractError {
  const { where, expected, got } = details;
  const short = (text: string | undefined, maxBytes: number) => text && clipText(text, maxBytes);
  return new ContractError(reason, clipText(message, STATUS_BYTES.message), {
    where: short(where, STATUS_BYTES.where),
    expected: short(expected, STATUS_BYTES.expected),
    got: short(got, STATUS_BYTES.got),
  });
}
