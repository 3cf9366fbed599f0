import { type AuditTrail, recordOf } from "../audit/trail.js";
import type { Actor } from "./cast.js";
import type { StreamRecord } from "./stream-record.js";

/** Writes the actions of one call to the audit log, a line for each agent and policy. */
export function createCallRecord(trail: AuditTrail, caller: string): Pick<StreamRecord, "count"> {
  async function note(actor: Actor, steps: number): Promise<void> {
    const count = trail.progress.open();
    try {
      const policy = recordOf(actor.policy);
      const { agentId: agent } = actor;
      await trail.note({ kind: "acted", agent, client: caller, policy, stream: count.stream, steps });
    } finally {
      count.close();
    }
  }
  return {
    async count(actors, rows) {
      if (actors.length === 1) return note(actors[0], rows);
      // An agent has one policy.
      const rowsOf = new Map<string, number>();
      for (const { agentId } of actors) rowsOf.set(agentId, (rowsOf.get(agentId) ?? 0) + 1);
      const distinct = new Map(actors.map((actor) => [actor.agentId, actor]));
      await Promise.all([...distinct.values()].map((actor) => note(actor, rowsOf.get(actor.agentId)!)));
    },
  };
}
