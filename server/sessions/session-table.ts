import { ContractError, type Limits, unexpected } from "../../proto/index.js";
import type { Logger } from "../log.js";
import type { Meter } from "../metrics/meter.js";
import type { Caller } from "../security/authentication.js";
import type { ShardHost } from "../shards/shard.js";
import { createShardedEnvironments } from "../shards/sharded-environments.js";
import { createSession, type Session } from "./session.js";
import type { SessionSetup } from "./session-setup.js";

/** A server's sessions, by id. */
export interface SessionTable {
  /** Sessions whose environments live. */
  readonly size: number;
  /** @throws ContractError (LIMIT, DRAINING, ENVIRONMENT_FAILED) */
  create(setup: SessionSetup, owner: Caller): Promise<Session>;
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  find(id: string, caller: Caller): Session;
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  close(id: string, caller: Caller): Promise<void>;
  /** Refuses new sessions. @returns when no client is at work any more, or the time is over */
  drain(seconds: number): Promise<void>;
  /** Refuses new sessions and ends the others. */
  closeAll(): Promise<void>;
}

const draining = () => new ContractError("DRAINING", "the server is shutting down: go elsewhere");

export function createSessionTable(host: ShardHost, limits: Limits, log: Logger, meter: Meter): SessionTable {
  const sessions = new Map<string, Session>();
  /** Sessions being made, which count as sessions. */
  let creating = 0;
  let phase: "open" | "draining" | "closed" = "open";
  let onIdle: (() => void) | undefined;

  const isIdle = () => creating === 0 && ![...sessions.values()].some((session) => session.active);
  const notice = () => {
    if (isIdle()) onIdle?.();
  };

  function checkRoom(): void {
    if (phase !== "open") throw draining();
    const used = creating + table.size;
    if (used < limits.maxSessions) return;
    const text = `expected at most ${limits.maxSessions} at a time, which this server already has`;
    throw new ContractError("LIMIT", `sessions: ${text}`, {
      where: "sessions",
      expected: `at most ${limits.maxSessions}`,
      got: `${used + 1}`,
    });
  }

  async function remove(session: Session, error?: ContractError): Promise<void> {
    sessions.delete(session.id);
    log.info({ session: session.shortId }, "a session is closed");
    await session.close(error);
    notice();
  }

  async function make(setup: SessionSetup, owner: Caller): Promise<Session> {
    const { environment, numEnvs, seed, autoreset, leaseSeconds } = setup;
    const environments = await createShardedEnvironments(host, { ...environment, numEnvs, seed, autoreset });
    return createSession({
      owner,
      place: { environments, format: setup, maxMessageBytes: limits.maxMessageBytes, meter },
      leaseSeconds,
      keptResponses: limits.maxRequestsInFlight,
      keptBytes: limits.maxBytesInFlight,
      onExpiry: (session) => {
        log.info({ session: session.shortId }, "a session's lease ran out");
        void remove(session, new ContractError("UNKNOWN_SESSION", "the session's lease ran out"));
      },
      onDetach: notice,
      onFailure: (session, error) => {
        log.error({ session: session.shortId, err: error }, "an environment broke; its session is lost");
        notice();
      },
    });
  }

  const table: SessionTable = {
    get size() {
      return [...sessions.values()].filter((session) => session.alive).length;
    },
    async create(setup, owner) {
      checkRoom();
      creating++;
      try {
        const session = await make(setup, owner);
        sessions.set(session.id, session);
        log.info(describeSession(session, setup), "a session is open");
        if (phase !== "closed") return session;
        await remove(session);
        throw draining();
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
  log.warn({ session: shortId, owner, caller }, "refused somebody the session of somebody else");
  const got = `"${session.id}", which somebody else opened, with another token or certificate`;
  throw unexpected("session_id", "a session of one's own", got, "FOREIGN_SESSION");
}

/** For the log. */
function describeSession({ shortId, owner }: Session, { environment, numEnvs }: SessionSetup) {
  const { spec, numAgents } = environment;
  return { session: shortId, owner, environment: spec.id, numEnvs, numAgents };
}
