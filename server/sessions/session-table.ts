import { ContractError, type Limits, unexpected } from "../../proto/index.js";
import type { Logger } from "../../serving/base/log.js";
import type { Caller } from "../../serving/security/authentication.js";
import { builtinEnvironments } from "../builtin-environments.js";
import type { MessageMemory } from "../messages/message-memory.js";
import type { StepMeter } from "../metrics/meter.js";
import type { ShardHost } from "../shards/shard.js";
import { createShardedEnvironments } from "../shards/sharded-environments.js";
import { createSession, type Session } from "./session.js";
import type { SessionSetup } from "./session-setup.js";
import { createShares } from "./shares.js";

/** A server's sessions, by id. */
export interface SessionTable {
  /** Number of sessions with environments. */
  readonly size: number;
  /** Bytes of memory of these environments. */
  readonly bytes: number;
  /** @throws ContractError (LIMIT, DRAINING, ENVIRONMENT_FAILED) */
  create(setup: SessionSetup, owner: Caller): Promise<Session>;
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  find(id: string, caller: Caller): Session;
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  close(id: string, caller: Caller): Promise<void>;
  /** Refuses new sessions. @returns a promise that resolves when no client is active any more, or the time is over */
  drain(seconds: number): Promise<void>;
  /** Refuses new sessions and ends the others. */
  closeAll(): Promise<void>;
}

const draining = () => new ContractError("DRAINING", "the server is shutting down: use another server");

/** Number of lost sessions that are remembered, to tell their clients the reason. */
const MAX_LOST = 1000;

export interface SessionTableParts {
  readonly host: ShardHost;
  readonly limits: Limits;
  readonly messages: MessageMemory;
  readonly log: Logger;
  readonly meter: StepMeter;
}

export function createSessionTable({ host, limits, messages, log, meter }: SessionTableParts): SessionTable {
  const sessions = new Map<string, Session>();
  const shares = createShares(limits);
  /** Number of sessions that are being made. */
  let creating = 0;
  let phase: "open" | "draining" | "closed" = "open";
  let onIdle: (() => void) | undefined;

  const isIdle = () => creating === 0 && ![...sessions.values()].some((session) => session.active);
  const notice = () => {
    if (isIdle()) onIdle?.();
  };

  function checkOpen(): void {
    if (phase !== "open") throw draining();
  }

  async function remove(session: Session, error?: ContractError): Promise<void> {
    sessions.delete(session.id);
    log.info({ session: session.shortId }, "a session is closed");
    await session.close(error);
    notice();
  }

  /** Forgets all but the latest lost sessions. */
  function forgetLost(): void {
    const lost = [...sessions.values()].filter((session) => !session.alive);
    for (const session of lost.slice(0, -MAX_LOST)) void remove(session);
  }

  async function make(setup: SessionSetup, owner: Caller, release: () => void): Promise<Session> {
    const { environment, numEnvs, seed, autoreset, leaseSeconds, client } = setup;
    const { maxMessageBytes, maxPolicyBytes, maxEnvironments: maxPolicies } = limits;
    const environments = await createShardedEnvironments(host, {
      ...environment,
      numEnvs,
      seed,
      autoreset,
      client,
      movable: builtinEnvironments.has(environment.kind.spec.id),
    });
    return createSession({
      owner,
      place: { environments, format: setup, maxMessageBytes, maxPolicies, maxPolicyBytes, meter },
      leaseSeconds,
      keptResponses: limits.maxRequestsInFlight,
      keptBytes: limits.maxBytesInFlight,
      messages,
      onExpiry: (session) => {
        log.info({ session: session.shortId }, "a session's lease ran out");
        void remove(session, new ContractError("UNKNOWN_SESSION", "the session's lease ran out"));
      },
      onDetach: notice,
      onDisposal: release,
      onFailure: (session, error) => {
        log.error({ session: session.shortId, err: error }, "an environment broke; its session is lost");
        forgetLost();
        notice();
      },
    });
  }

  const table: SessionTable = {
    get size() {
      return [...sessions.values()].filter((session) => session.alive).length;
    },
    get bytes() {
      return shares.bytes;
    },
    async create(setup, owner) {
      checkOpen();
      const release = shares.take(setup.client, setup.bytes);
      creating++;
      try {
        const session = await make(setup, owner, release);
        sessions.set(session.id, session);
        log.info(describeSession(session, setup), "a session is open");
        if (phase !== "closed") return session;
        await remove(session);
        throw draining();
      } catch (error) {
        release();
        throw error;
      } finally {
        creating--;
        notice();
      }
    },
    find(id, caller) {
      const session = sessions.get(id);
      if (session !== undefined) return checkOwner(session, caller, log);
      const expected = "a session of this server that is not closed and whose lease has not run out";
      throw unexpected("session_id", expected, `"${id}"`, "UNKNOWN_SESSION");
    },
    close: async (id, caller) => remove(table.find(id, caller)),
    async drain(seconds) {
      phase = "draining";
      if (isIdle()) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    async closeAll() {
      phase = "closed";
      await Promise.all([...sessions.values()].map((session) => remove(session, draining())));
    },
  };
  return table;
}

function checkOwner(session: Session, caller: Caller, log: Logger): Session {
  if (session.owner === caller) return session;
  const { shortId, owner } = session;
  log.warn({ session: shortId, owner, caller }, "refused a session to a client that did not open it");
  const got = `"${session.id}", which somebody else opened, with another token or certificate`;
  throw unexpected("session_id", "a session of one's own", got, "FOREIGN_SESSION");
}

/** Facts about a session for the log. */
function describeSession({ shortId, owner }: Session, { environment, numEnvs }: SessionSetup) {
  const { spec, numAgents } = environment;
  return { session: shortId, owner, environment: spec.id, numEnvs, numAgents };
}
