import { ContractError, type policies, unexpected } from "../../proto/index.js";
import type { ServedPolicy } from "../catalog/policy.js";

/** Who acts in one row of observations, or in all of them. */
export interface Actor {
  /** "" if nobody says for whom the policy acts. */
  readonly agentId: string;
  readonly policy: ServedPolicy;
}

/** Who acts in a request. */
export interface Cast {
  /** One for each row, or one for all. */
  readonly actors: readonly Actor[];
  /** Agents whose policy changed since they were last answered. */
  readonly moved: policies.Move[];
}

/** Finds policies for agents. */
export interface Casting {
  /** @throws ContractError (UNKNOWN_AGENT, NOT_SERVED) */
  policyOf(caller: string, agentId: string, moved: policies.Move[]): ServedPolicy;
  /** @throws ContractError (UNKNOWN_POLICY) */
  policyNamed(name: string): ServedPolicy;
}

/**
 * @param rows - B
 * @throws ContractError if nobody acts, or a policy or an agent is unknown or not served
 */
export function castOf(
  message: policies.Actors | undefined,
  { rows, caller }: { readonly rows: number; readonly caller: string },
  casting: Casting,
): Cast {
  const who = message?.who;
  const moved: policies.Move[] = [];
  if (who === undefined)
    throw unexpected("actors", "an agent's id, agents' ids or a policy", "none of these");
  if (who.$case === "policy")
    return { actors: [{ agentId: "", policy: casting.policyNamed(who.value) }], moved };
  const actor = (agentId: string) => ({ agentId, policy: casting.policyOf(caller, agentId, moved) });
  if (who.$case === "agentId") return { actors: [actor(who.value)], moved };
  const { ids } = who.value;
  if (ids.length !== rows)
    throw unexpected("actors.agents.ids", `${rows} of them, one for each observation`, `${ids.length}`);
  const actors = ids.map(actor);
  const [{ policy }] = actors;
  const other = actors.find((one) => one.policy.dossier.environment.id !== policy.dossier.environment.id);
  if (other !== undefined)
    throw new ContractError(
      "INVALID_VALUE",
      `actors.agents.ids: expected agents of one environment, got "${policy.dossier.environment.id}" and "${other.policy.dossier.environment.id}"`,
    );
  return { actors, moved };
}
