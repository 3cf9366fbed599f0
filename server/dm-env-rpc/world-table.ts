import { randomBytes } from "node:crypto";
import { type Limits, unexpected } from "../../proto/index.js";
import type { Caller } from "../../serving/security/authentication.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Session } from "../sessions/session.js";
import type { SessionTable } from "../sessions/session-table.js";
import { checkMessageSize } from "./message-size.js";
import { worldObservations } from "./observations.js";
import type { Settings } from "./setting-values.js";
import { createWorld, type StreamKey, type World } from "./world.js";
import { worldSetup } from "./world-setup.js";

/** The worlds of a caller, by name. */
export interface WorldTable {
  /**
   * @param owner - the stream whose end destroys the world
   * @returns the world's name
   * @throws ContractError at invalid settings, or if the server accepts no more sessions
   */
  create(owner: StreamKey, settings: Settings): Promise<string>;
  /** @throws ContractError (UNKNOWN_SESSION, FOREIGN_SESSION) */
  find(name: string): World;
  /** @throws ContractError if the world does not exist, or a stream has joined it */
  destroy(name: string): Promise<void>;
  /** Leaves the world that the stream has joined, and destroys those it owns. */
  endStream(stream: StreamKey): Promise<void>;
}

interface Entry {
  readonly caller: Caller;
  readonly owner: StreamKey;
  readonly world: World;
  readonly session: Session;
}

/** The dependencies of a table of worlds. */
interface WorldTableParts {
  /** The worlds of all callers. */
  readonly entries: Map<string, Entry>;
  readonly caller: Caller;
  /** The client whose share of the server the worlds use. */
  readonly client: string;
  readonly catalog: Catalog;
  readonly limits: Limits;
  readonly sessions: SessionTable;
}

/** The worlds of a server, as a table for each caller, which contains only the caller's worlds. */
export function createWorlds(
  catalog: Catalog,
  limits: Limits,
  sessions: SessionTable,
): (caller: Caller, client: string) => WorldTable {
  const entries = new Map<string, Entry>();
  return (caller, client) => createWorldTable({ entries, caller, client, catalog, limits, sessions });
}

function createWorldTable({
  entries,
  caller,
  client,
  catalog,
  limits,
  sessions,
}: WorldTableParts): WorldTable {
  function entryOf(name: string): Entry {
    const entry = entries.get(name);
    if (entry?.caller === caller) return entry;
    if (entry !== undefined) {
      const got = `"${name}", which somebody else made, with another token or certificate`;
      throw unexpected("world_name", "a world of one's own", got, "FOREIGN_SESSION");
    }
    const expected = "a world of this server that is not destroyed";
    throw unexpected("world_name", expected, `"${name}"`, "UNKNOWN_SESSION");
  }

  async function remove(name: string, { session }: Entry): Promise<void> {
    entries.delete(name);
    // This fails if the session is closed already, because its lease ran out or the server is closing.
    await sessions.close(session.id, caller).catch(() => {});
  }

  return {
    async create(owner, settings) {
      const setup = await worldSetup(catalog, limits, settings, client);
      const { kind, parameters } = setup.environment;
      checkMessageSize(worldObservations(kind.spec, parameters), limits.maxMessageBytes);
      const session = await sessions.create(setup, caller);
      const world = createWorld(session, setup.environment);
      // Attaching marks the session as in use, so that a draining server waits for it.
      await session.attach({ end: world.close });
      // A name other than the session's id, since the id would allow others to take over its stream.
      const name = randomBytes(18).toString("base64url");
      entries.set(name, { caller, owner, world, session });
      return name;
    },
    find: (name) => entryOf(name).world,
    async destroy(name) {
      const entry = entryOf(name);
      if (entry.world.joined) {
        throw unexpected("world_name", "a world that no stream has joined", `"${name}": leave it first`);
      }
      await remove(name, entry);
    },
    async endStream(stream) {
      for (const { world } of entries.values()) world.leave(stream);
      const owned = [...entries].filter(([, { owner }]) => owner === stream);
      await Promise.all(owned.map(([name, entry]) => remove(name, entry)));
    },
  };
}
