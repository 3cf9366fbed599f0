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

/**
 * Answers the requests of a stream in order, until either side ends it. While a request is answered, the next one is
 * handed to the session already, so that environments do not wait until a response is on its way.
 */
export async function* interact(
  requests: AsyncIterable<InteractRequest>,
  { sessions, limits, messages, log, meter }: InteractParts,
): AsyncGenerator<InteractResponse> {
  const inbox = createInbox(requests, limits, messages);
  const binding = createBinding(sessions, { end: inbox.end });
  const statusOf = (error: unknown) => {
    meter.failed(reasonOf(error));
    return toStatus(error, log);
  };
  const takeNext = async () => {
    const arrival = await inbox.next();
    return arrival && { response: answer(arrival, binding, statusOf) };
  };
  try {
    for (let taken = await takeNext(); taken !== undefined; ) {
      const next = takeNext();
      // A failure is for the loop, which may still be at the response before.
      next.catch(() => {});
      // A stream that ends does not wait for a request that may take long; the session goes on with it.
      const response = await Promise.race([taken.response, inbox.ended]);
      if (response !== undefined) {
        inbox.answered();
        yield response;
      }
      taken = await next;
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
    const session = await binding.session();
    return await session.perform(request);
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
  /**
   * Waits for an attach that is being carried out.
   * @throws ContractError (NOT_ATTACHED)
   */
  session(): Promise<Session>;
  release(): void;
}

function createBinding(sessions: OwnSessions, stream: AttachedStream): Binding {
  let session: Session | undefined;
  let attaching: Promise<unknown> = Promise.resolve();

  async function attach(sequence: number, sessionId: string): Promise<InteractResponse> {
    if (session !== undefined) throw unexpected("attach", "one a stream, as its first request", "another");
    if (sequence !== 0) throw unexpected("sequence", "0 with attach", `${sequence}`, "SEQUENCE");
    const found = sessions.find(sessionId);
    const nextSequence = await found.attach(stream);
    session = found;
    return { sequence, result: { $case: "attach", value: { nextSequence } } };
  }

  return {
    async attach(sequence, sessionId) {
      // A second one waits for the first, as every request does.
      const attached = attaching.then(() => attach(sequence, sessionId));
      attaching = attached.catch(() => {});
      return attached;
    },
    async session() {
      await attaching;
      if (session === undefined)
        throw new ContractError("NOT_ATTACHED", "a stream's first request is attach");
      return session;
    },
    release: () => session?.detach(stream),
  };
}
