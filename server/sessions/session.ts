import { randomBytes } from "node:crypto";
import { ContractError, type InteractRequest, type InteractResponse } from "../../proto/index.js";
import { createTaskQueue } from "../../proto/task-queue.js";
import { toContractError, withContext } from "../../serving/base/errors.js";
import type { Caller } from "../../serving/security/authentication.js";
import type { MessageMemory } from "../messages/message-memory.js";
import { carryOut } from "../operations/operations.js";
import type { Workplace } from "../operations/workplace.js";
import { createLease } from "./lease.js";
import { createSequenceLedger } from "./sequence-ledger.js";

/** Seconds that a request may still take when its session is to end. Clients wait 5 s. */
const ABANDON_SECONDS = 2;

/** The stream that is attached to a session. */
export interface AttachedStream {
  /** Ends the stream with OK or the error. */
  end(error?: ContractError): void;
}

export interface Session {
  /** An unguessable id. If callers are not identified, knowing it gives access to the session. */
  readonly id: string;
  /** The caller that opened the session, and the only one that may use it. */
  readonly owner: Caller;
  /** The beginning of the id, for logs, since the whole id would give their readers access. */
  readonly shortId: string;
  /** Whether the session still has its environments. */
  readonly alive: boolean;
  /** Whether its client is active: a stream is attached, or none has been attached yet. */
  readonly active: boolean;
  /**
   * Attaches a stream as the session's only one.
   * @returns the next expected sequence number, once any request that is being carried out is done
   */
  attach(stream: AttachedStream): Promise<number>;
  detach(stream: AttachedStream): void;
  /** Carries out a request, or repeats its response. A request that fails leaves the session unchanged. */
  perform(request: InteractRequest): Promise<InteractResponse>;
  /** @returns seconds until the lease runs out */
  renew(): number;
  /** Frees the environments and ends the stream with OK or the error. */
  close(error?: ContractError): Promise<void>;
}

export interface SessionConfig {
  readonly owner: Caller;
  readonly place: Workplace;
  readonly leaseSeconds: number;
  /** Largest number of kept responses. */
  readonly keptResponses: number;
  /** Largest total size of kept responses and their requests, in bytes. */
  readonly keptBytes: number;
  /** Memory of all sessions' messages. */
  readonly messages: MessageMemory;
  onExpiry(session: Session): void;
  /** Called when the stream has ended. */
  onDetach(session: Session): void;
  /** Called when the environments have been freed. */
  onDisposal(): void;
  /** Called when an environment has broken. */
  onFailure(session: Session, error: unknown): void;
}

export function createSession(config: SessionConfig): Session {
  const { environments } = config.place;
  const context = `env "${environments.spec.id}"`;
  const ledger = createSequenceLedger(config.keptResponses, config.keptBytes, config.messages);
  const queue = createTaskQueue();
  const isBusy = () => queue.busy;
  const lease = createLease(config.leaseSeconds, isBusy, () => config.onExpiry(session));
  let stream: AttachedStream | undefined;
  let attachedOnce = false;
  /** Why the session has ended. */
  let end: ContractError | undefined;

  function checkAlive(): void {
    if (end !== undefined) throw end;
    lease.renew();
  }

  async function performNext(request: InteractRequest): Promise<InteractResponse> {
    checkAlive();
    const kept = ledger.recall(request);
    if (kept !== undefined) return kept;
    const result = await carryOut(config.place, request.action).catch((error) =>
      Promise.reject(settle(error)),
    );
    const response = { sequence: request.sequence, result };
    ledger.keep(request, response);
    lease.renew();
    return response;
  }

  /** The error to answer with. If no client can have caused it, the session is lost. */
  function settle(error: unknown): ContractError {
    const known = toContractError(error);
    if (known !== undefined && known.reason !== "ENVIRONMENT_FAILED") return withContext(known, context);
    if (end !== undefined) return end;
    const text = `the session of ${context} is lost: ${error instanceof Error ? error.message : error}`;
    end = known ?? new ContractError("ENVIRONMENT_FAILED", text);
    config.onFailure(session, error);
    void dispose();
    return end;
  }

  async function dispose(): Promise<void> {
    ledger.clear();
    await environments.dispose();
    config.onDisposal();
  }

  const id = randomBytes(18).toString("base64url");
  const session: Session = {
    id,
    owner: config.owner,
    shortId: id.slice(0, 6),
    get alive() {
      return end === undefined;
    },
    get active() {
      return end === undefined && (stream !== undefined || !attachedOnce);
    },
    async attach(newer) {
      checkAlive();
      stream?.end(new ContractError("ATTACHED_ELSEWHERE", "this session has a newer stream"));
      stream = newer;
      attachedOnce = true;
      return queue.run(() => ledger.next);
    },
    detach(older) {
      if (stream !== older) return;
      stream = undefined;
      config.onDetach(session);
    },
    perform: (request) => queue.run(() => performNext(request)),
    renew() {
      checkAlive();
      return lease.seconds;
    },
    async close(error) {
      end ??= error ?? new ContractError("UNKNOWN_SESSION", "this session is closed");
      lease.end();
      stream?.end(error);
      // What the environments are doing is of no use to anybody.
      const timer = setTimeout(() => void environments.abandon().catch(() => {}), 1000 * ABANDON_SECONDS);
      await queue.run(dispose).finally(() => clearTimeout(timer));
    },
  };
  return session;
}
