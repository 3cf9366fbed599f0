import type { Assigned } from "../../approval/index.js";
import { ContractError, type policies } from "../../proto/index.js";
import type { Casting } from "../acting/cast.js";
import { recordOf } from "../audit/trail.js";
import type { ServedPolicy } from "../catalog/policy.js";
import { servedPolicy } from "../catalog/served-policy.js";
import type { Person } from "../people/people.js";
import { type AssignParts, unknownAgent } from "./assign.js";
import { assignedBy } from "./assigned-by.js";
import { choicesOf } from "./choices.js";

/** Finds the policies of agents, and moves those whose policy is approved no more. */
export interface Moving extends Casting {
  /**
   * Moves an agent if its policy is approved no more, or if it had none and there is one now.
   * @returns the agent as it is now, with a notice if it was moved and nobody was told
   */
  settle(caller: string, person: Person): Person;
  /** Records that a response tells of these moves. */
  told(caller: string, moved: readonly policies.Move[]): void;
}

export interface MovingParts extends AssignParts {
  /** Whether agents go to their next best policy, or to none. */
  readonly toNextBest: boolean;
  /** Is told of a line that could not be written. */
  readonly failed: (error: unknown) => void;
}

export function createMoving(parts: MovingParts): Moving {
  const { catalog, people, trail, log, toNextBest, failed } = parts;

  function ownPolicy({ dossierName, dossierDigest, representative }: Person): ServedPolicy | undefined {
    const policy = catalog.served.get(`${dossierName}/${representative}`);
    return policy?.dossierDigest === dossierDigest ? policy : undefined;
  }

  /** Why the agent's policy serves nobody; not where it is only being loaded or the dossier does not verify now. */
  function whyLost(person: Person): string | undefined {
    if (person.representative === undefined || catalog.refusal !== "") return undefined;
    const standing = assignedBy(catalog, person)?.contents?.standings[person.representative - 1];
    return standing === undefined || standing.approved ? undefined : standing.reason;
  }

  function settle(caller: string, person: Person): Person {
    const dossier = assignedBy(catalog, person);
    if (dossier === undefined) return person;
    const next = toNextBest ? choicesOf(dossier, catalog.served, person.expectations)[0]?.policy : undefined;
    if (person.representative === undefined) return next ? serveAgain(caller, person, next) : person;
    const why = whyLost(person);
    if (why === undefined) return person;
    const before = dossier.contents!.policies[person.representative - 1];
    const reason = `Policy "${before.name}" serves nobody any more: ${why}.`;
    const { agentId } = person;
    const notice = { agentId, fromPolicy: before.name, toPolicy: next?.name ?? "", reason };
    const moved = { ...person, representative: next?.representative, lost: next ? "" : reason, notice };
    const line = { policy: next ? recordOf(next) : null, before: recordOf(before), reason };
    return remember(caller, moved, line);
  }

  /** Gives a policy to an agent that none served, for instance since approvals lapsed for a while. */
  function serveAgain(caller: string, person: Person, next: ServedPolicy): Person {
    const { agentId } = person;
    const fromPolicy = person.notice?.fromPolicy ?? "";
    const reason = `Policy "${next.name}" is approved.`;
    const notice = { agentId, fromPolicy, toPolicy: next.name, reason };
    // Whoever has the same policy again and was never told that it had none need not be told.
    const told = fromPolicy === next.name ? undefined : notice;
    const served = { ...person, representative: next.representative, lost: "", notice: told };
    return remember(caller, served, { policy: recordOf(next), reason });
  }

  function remember(
    caller: string,
    person: Person,
    line: Pick<Assigned, "policy" | "before"> & { readonly reason: string },
  ): Person {
    const { agentId } = person;
    people.remember(caller, person);
    log.info({ agentId, ...person.notice, reason: line.reason, client: caller }, "an agent was moved");
    trail.note({ kind: "assigned", agent: agentId, client: caller, ...line }).catch(failed);
    return person;
  }

  function notServed({ agentId, lost, dossierName, representative }: Person): ContractError {
    const why =
      lost || catalog.whyNot(`${dossierName}/${representative}`) || "its dossier is another one now";
    return new ContractError("NOT_SERVED", `agent_id: no policy serves "${agentId}": ${why}`);
  }

  return {
    settle,
    policyOf(caller, agentId, moved) {
      const person = people.find(caller, agentId);
      if (person === undefined) throw unknownAgent(agentId);
      const now = ownPolicy(person) === undefined ? settle(caller, person) : person;
      const policy = ownPolicy(now);
      if (policy === undefined) throw notServed(now);
      if (now.notice !== undefined) moved.push(now.notice);
      return policy;
    },
    told(caller, moved) {
      for (const { agentId } of moved) {
        const person = people.find(caller, agentId);
        if (person === undefined) continue;
        people.remember(caller, { ...person, notice: undefined });
        trail.note({ kind: "told", agent: agentId, client: caller }).catch(failed);
      }
    },
    policyNamed: (name) => servedPolicy(catalog, name, "actors.policy"),
  };
}
