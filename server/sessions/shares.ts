import { ContractError, type Limits } from "../../proto/index.js";
import { checkLimit } from "../base/limits.js";

/** What sessions take of a server: how many there are, and memory; of all clients, and of each. */
export interface Shares {
  /** Bytes, of all clients. */
  readonly bytes: number;
  /**
   * Takes a session's share.
   * @param client - whose it is
   * @param bytes - that it takes
   * @returns what gives it back; it may be called again
   * @throws ContractError (LIMIT) if there is no room
   */
  take(client: string, bytes: number): () => void;
}

/** One client's. */
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
