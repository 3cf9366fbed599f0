import type { policies } from "../../proto/index.js";
import type { Expectation } from "../population/expectation.js";

/** An agent whose assignment is remembered. */
export interface Person {
  readonly agentId: string;
  /** The name of a dossier, and SHA-256 of its dossier.json when the agent was assigned. */
  readonly dossierName: string;
  readonly dossierDigest: string;
  /** [k]: what it can expect of each policy of the dossier. */
  readonly expectations: readonly Expectation[];
  /** From 1: the policy that serves it; undefined if none does. */
  readonly representative: number | undefined;
  /** Why no policy serves it; "" if one does. */
  readonly lost: string;
  /** How it was moved, until a response has told it. */
  readonly notice?: policies.Move;
}

/** The agents that were assigned, as many as may be remembered. */
export interface People {
  readonly size: number;
  /** @param caller - who named the agent */
  find(caller: string, agentId: string): Person | undefined;
  /**
   * Remembers an agent. If there are too many, it forgets one of the caller who has most of them: the one that was not
   * heard of for longest.
   */
  remember(caller: string, person: Person): void;
}

export function createPeople(most: number): People {
  /** By caller; those of each in the order in which they were last heard of. */
  const people = new Map<string, Map<string, Person>>();
  let size = 0;

  function forgetOne(): void {
    const [caller, own] = [...people].reduce((a, b) => (b[1].size > a[1].size ? b : a));
    own.delete(own.keys().next().value!);
    if (own.size === 0) people.delete(caller);
    size--;
  }

  return {
    get size() {
      return size;
    },
    find(caller, agentId) {
      const own = people.get(caller);
      const person = own?.get(agentId);
      if (own === undefined || person === undefined) return undefined;
      own.delete(agentId);
      own.set(agentId, person);
      return person;
    },
    remember(caller, person) {
      const own = people.get(caller) ?? new Map<string, Person>();
      people.set(caller, own);
      if (!own.delete(person.agentId)) size++;
      own.set(person.agentId, person);
      if (size > most) forgetOne();
    },
  };
}
