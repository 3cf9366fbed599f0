import {
  ContractError,
  type InteractRequest,
  type InteractResponse,
  type Limits,
  type Status,
  unexpected,
} from "../../proto/index.js";
import { reasonOf, toStatus } from "../../serving/base/errors.js";
import type { Logger } from "../../serving/base/log.js";
import { undecodableReason } from "../../serving/base/undecodable.js";
import type { MessageMemory } from "../messages/message-memory.js";
import type { StepMeter } from "../metrics/meter.js";
import { ACTION_NAMES } from "../operations/operations.js";
import type { AttachedStream, Session } from "../sessions/session.js";
import { type Arrival, createInbox } from "./inbox.js";

/** The sessions that a stream's client may use. */
export interface OwnSessions {
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  find(id: string): Session;
}

/** What a stream needs from its server. */
export interface InteractParts {
  readonly sessions: OwnSessions;
  readonly limits: Limits;
  readonly messages: MessageMemory;
  readonly log: Logger;
  readonly meter: StepMeter;
}

/** Answers the requests of a stream in order, until either side ends it. */
export async function* interact(
  requests: AsyncIterable<InteractRequest>,
  { sessions, limits, messages, log, meter }: InteractParts,
): AsyncGenerator<InteractResponse> {
  const inbox = createInbox(requests, limits, messages);
  const binding = createBinding(sessions, { end: inbox.end });
  try {
    for (let arrival = await inbox.next(); arrival !== undefined; arrival = await inbox.next()) {
      const response = await answer(arrival, binding, (error) => {
        meter.failed(reasonOf(error));
        return toStatus(error, log);
      });
      inbox.answered();
      yield response;
    }
  } finally {
    inbox.end();
    binding.release();
  }
}

async function answer(
  { request, excess }: Arrival,
  binding: Binding,
  statusOf: (error: unknown) => Status,
): Promise<InteractResponse> {
  try {
    if (excess !== undefined) throw excess;
    if (request.action === undefined) throw noAction(request);
    if (request.action.$case === "attach")
      return await binding.attach(request.sequence, request.action.value.sessionId);
    return await binding.session().perform(request);
  } catch (error) {
    return { sequence: request.sequence, result: { $case: "error", value: statusOf(error) } };
  }
}

function noAction(request: InteractRequest): ContractError {
  return unexpected("action", `attach, ${ACTION_NAMES}`, undecodableReason(request) ?? "none of these");
}

/** The session that a stream is attached to. */
interface Binding {
  attach(sequence: number, sessionId: string): Promise<InteractResponse>;
  /** @throws ContractError (NOT_ATTACHED) */
  session(): Session;
  release(): void;
}

function createBinding(sessions: OwnSessions, stream: AttachedStream): Binding {
  let session: Session | undefined;
  return {
    async attach(sequence, sessionId) {
      if (session !== undefined) throw unexpected("attach", "one a stream, as its first request", "another");
      if (sequence !== 0) throw unexpected("sequence", "0 with attach", `${sequence}`, "SEQUENCE");
      const found = sessions.find(sessionId);
      const nextSequence = await found.attach(stream);
      session = found;
      return { sequence, result: { $case: "attach", value: { nextSequence } } };
    },
    session() {
      if (session === undefined)
        throw new ContractError("NOT_ATTACHED", "a stream's first request is attach");
      return session;
    },
    release: () => session?.detach(stream),
  };
}
