import type { StreamCount } from "../audit/progress.js";
import { type AuditTrail, recordOf } from "../audit/trail.js";
import type { ServedPolicy } from "../catalog/policy.js";
import type { Actor } from "./cast.js";

/** The counts of a stream's actions, by agent and policy, in the audit log and beside it. */
export interface StreamRecord {
  /**
   * Counts actions that are about to be answered.
   * @param actors - one for each row, or one for all
   * @returns undefined if they are counted already; otherwise when the log has the new agents
   */
  count(actors: readonly Actor[], rows: number): Promise<void> | undefined;
  /** Writes to the log how many actions there were. */
  close(): Promise<void>;
}

interface Entry {
  readonly actor: Actor;
  readonly count: StreamCount;
}

/** Distinguishes policies as the log does. */
const keyOf = ({ dossierDigest, representative }: ServedPolicy) => `${dossierDigest} ${representative}`;

/** Counts that a stream keeps open; if there are more, it closes them and begins again. */
const MOST_ENTRIES = 10_000;

/** @param caller - of whom the log says that it asked */
export function createStreamRecord(trail: AuditTrail, caller: string): StreamRecord {
  /** By agent, and then by policy. */
  const entries = new Map<string, Map<string, Entry>>();
  let size = 0;

  function find({ agentId, policy }: Actor): Entry | undefined {
    return entries.get(agentId)?.get(keyOf(policy));
  }

  const lineOf = ({ actor, count }: Entry) => ({
    kind: "acted" as const,
    agent: actor.agentId,
    client: caller,
    policy: recordOf(actor.policy),
    stream: count.stream,
    steps: count.steps,
  });

  function open(actor: Actor): Promise<void> | undefined {
    if (find(actor) !== undefined) return undefined;
    const entry = { actor, count: trail.progress.open() };
    const own = entries.get(actor.agentId) ?? new Map<string, Entry>();
    entries.set(actor.agentId, own.set(keyOf(actor.policy), entry));
    size++;
    return trail.note(lineOf(entry)).catch((error) => {
      // An agent that the log does not have must not be answered the next time either.
      if (own.delete(keyOf(actor.policy))) size--;
      entry.count.close();
      throw error;
    });
  }

  function add(actors: readonly Actor[], rows: number): void {
    const each = actors.length === 1 ? rows : 1;
    for (const actor of actors) find(actor)!.count.add(each);
  }

  async function close(): Promise<void> {
    const all = [...entries.values()].flatMap((own) => [...own.values()]);
    entries.clear();
    size = 0;
    await Promise.all(all.map((entry) => trail.note({ ...lineOf(entry), end: "closed" })));
    for (const { count } of all) count.close();
  }

  return {
    count(actors, rows) {
      const opened = actors.map(open).filter((one) => one !== undefined);
      if (opened.length === 0) return void add(actors, rows);
      return Promise.all(opened).then(async () => {
        add(actors, rows);
        if (size > MOST_ENTRIES) await close();
      });
    },
    close,
  };
}
