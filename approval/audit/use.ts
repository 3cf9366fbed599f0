import { isActed, isAssigned, type ServedPolicy } from "./event.js";
import type { AuditLine } from "./line.js";

/** What one policy did for one agent. */
export interface AgentUse {
  /** How often the agent was given the policy. */
  assignments: number;
  /** Number of actions. */
  steps: number;
}

/** What an audit log says of one policy. */
export interface PolicyUse {
  readonly policy: ServedPolicy;
  /** By the agent's name. */
  readonly agents: Map<string, AgentUse>;
  /** Number of actions by stream, of which each has one agent. */
  readonly streams: Map<string, number>;
  /** Times of the first and the last line about it, ISO 8601. */
  first: string;
  last: string;
}

/** Who was served by what: gathers it line by line. */
export interface UseCount {
  add(line: AuditLine): void;
  /** In the order in which policies were first served. */
  readonly policies: () => readonly PolicyUse[];
}

export function countUse(): UseCount {
  const byPolicy = new Map<string, PolicyUse>();

  function useOf(policy: ServedPolicy, time: string): PolicyUse {
    const key = `${policy.dossier} ${policy.sha256}`;
    const use = byPolicy.get(key) ?? newUse(policy, time);
    byPolicy.set(key, use);
    use.last = time;
    return use;
  }

  return {
    add({ event, time }) {
      if (isAssigned(event) && event.policy !== null) {
        agentOf(useOf(event.policy, time), event.agent).assignments++;
      } else if (isActed(event)) {
        const use = useOf(event.policy, time);
        const before = use.streams.get(event.stream) ?? 0;
        const steps = Math.max(event.steps, before);
        use.streams.set(event.stream, steps);
        agentOf(use, event.agent).steps += steps - before;
      }
    },
    policies: () => [...byPolicy.values()],
  };
}

function newUse(policy: ServedPolicy, time: string): PolicyUse {
  return { policy, agents: new Map(), streams: new Map(), first: time, last: time };
}

function agentOf({ agents }: PolicyUse, agent: string): AgentUse {
  const use = agents.get(agent) ?? { assignments: 0, steps: 0 };
  agents.set(agent, use);
  return use;
}
