import { ContractError, type Limits } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";

/** Counts sessions and their memory, for all clients together and for each one. */
export interface Shares {
  /** Bytes of memory of all clients. */
  readonly bytes: number;
  /**
   * Reserves a session and its memory.
   * @param client - the client that the session belongs to
   * @param bytes - memory of the session
   * @returns a function that releases them; calling it again does nothing
   * @throws ContractError (LIMIT) if a limit would be exceeded
   */
  take(client: string, bytes: number): () => void;
}

/** The share of one client, or of all. */
interface Share {
  sessions: number;
  bytes: number;
}

type ShareLimits = Pick<
  Limits,
  "maxSessions" | "maxSessionsPerClient" | "maxMemoryBytes" | "maxClientMemoryBytes"
>;

export function createShares(limits: ShareLimits): Shares {
  const total: Share = { sessions: 0, bytes: 0 };
  const clients = new Map<string, Share>();

  function check(own: Share, bytes: number): void {
    const { maxSessions, maxSessionsPerClient, maxMemoryBytes, maxClientMemoryBytes } = limits;
    if (total.sessions >= maxSessions) throw full(maxSessions, "at a time, which this server already has");
    if (own.sessions >= maxSessionsPerClient)
      throw full(maxSessionsPerClient, "of one client at a time, which this one already has");
    checkLimit("memory", own.bytes + bytes, maxClientMemoryBytes, "bytes for the environments of one client");
    checkLimit("memory", total.bytes + bytes, maxMemoryBytes, "bytes for the environments of all clients");
  }

  function add(share: Share, sign: 1 | -1, bytes: number): void {
    share.sessions += sign;
    share.bytes += sign * bytes;
  }

  return {
    get bytes() {
      return total.bytes;
    },
    take(client, bytes) {
      const own = clients.get(client) ?? { sessions: 0, bytes: 0 };
      check(own, bytes);
      clients.set(client, own);
      for (const share of [total, own]) add(share, 1, bytes);
      let taken = true;
      return () => {
        if (!taken) return;
        taken = false;
        for (const share of [total, own]) add(share, -1, bytes);
        if (own.sessions === 0) clients.delete(client);
      };
    },
  };
}

function full(limit: number, text: string): ContractError {
  const expected = `at most ${limit}`;
  const details = { where: "sessions", expected, got: `${limit + 1}` };
  return new ContractError("LIMIT", `sessions: expected ${expected} ${text}`, details);
}
