import { ContractError, policies, unexpected } from "../../proto/index.js";
import type { Catalog } from "../catalog/catalog.js";
import type { Policy } from "../catalog/policy.js";
import type { People } from "../people/people.js";
import { expect } from "../population/expect.js";
import { type Expectation, NORMAL_975 } from "../population/expectation.js";
import type { Alarms } from "../watching/alarms.js";
import { unknownAgent } from "./assign.js";
import { assignedBy } from "./assigned-by.js";

/** What reports are compared with. */
export interface ReportParts {
  readonly catalog: Catalog;
  readonly people: People;
  readonly alarms: Alarms;
  readonly falseAlarmRate: number;
}

/** Deviations are at least this share of what is expected, so that rounding is no shortfall. */
const LEAST_DEVIATION = 1e-6;

/**
 * Compares an episode's return with the lower end of what the agent could expect: a shortfall is counted in units of the
 * deviation of an episode's return, that of the expectation included.
 * @throws ContractError (INVALID_VALUE, UNKNOWN_AGENT, UNKNOWN_POLICY)
 */
export function report(
  { agentId, policy: name, episodeReturn }: policies.ReportRequest,
  caller: string,
  parts: ReportParts,
): policies.ReportResponse {
  if (!Number.isFinite(episodeReturn))
    throw unexpected("episode_return", "a finite number", `${episodeReturn}`);
  const { policy, expectation } =
    agentId === "" ? ofPolicy(name, parts.catalog) : ofAgent(agentId, caller, parts);
  const { returns } = policy.usage;
  returns.add(shortfall(episodeReturn, expectation));
  if (returns.alarmed) raiseAlarm(policy, parts);
  return { policy: policy.name, expectedReturn: expectation.mean };
}

function shortfall(episodeReturn: number, { mean, lower, upper, episodeDeviation }: Expectation): number {
  const uncertainty = (upper - lower) / (2 * NORMAL_975);
  const least = LEAST_DEVIATION * Math.max(1, Math.abs(mean));
  return (lower - episodeReturn) / Math.max(Math.hypot(episodeDeviation, uncertainty), least);
}

interface Compared {
  readonly policy: Policy;
  readonly expectation: Expectation;
}

function ofAgent(agentId: string, caller: string, { catalog, people }: ReportParts): Compared {
  const person = people.find(caller, agentId);
  if (person === undefined) throw unknownAgent(agentId);
  const { representative, expectations } = person;
  const contents = assignedBy(catalog, person)?.contents;
  if (representative === undefined || contents === undefined)
    throw new ContractError("NOT_SERVED", `agent_id: no policy serves "${agentId}"`);
  return {
    policy: contents.policies[representative - 1],
    expectation: expectations[representative - 1],
  };
}

/** What the policy's own agents can expect of it, or all agents if it serves none. */
function ofPolicy(name: string, { dossiers }: Catalog): Compared {
  for (const { contents } of dossiers) {
    const policy = contents?.policies.find((one) => one.name === name);
    if (contents === undefined || policy === undefined) continue;
    const { population } = contents;
    const { agents } = policy.dossier.policies[policy.representative - 1];
    const own = agents.length === 0 ? population : only(population, agents);
    return { policy, expectation: expect(own, { trials: new Map() })[policy.representative - 1] };
  }
  throw unexpected("policy", "an agent's id or a policy of the registry", `"${name}"`, "UNKNOWN_POLICY");
}

function only(population: Policy["population"], agents: readonly number[]): Policy["population"] {
  const pick = (row: readonly number[]) => agents.map((agent) => row[agent]);
  return {
    ...population,
    parameters: agents.map((agent) => population.parameters[agent]),
    returns: population.returns.map(pick),
    deviations: population.deviations.map(pick),
    numTrained: agents.length,
  };
}

function raiseAlarm({ name, usage }: Policy, { alarms, falseAlarmRate }: ReportParts): void {
  const { count } = usage.returns;
  const message = `The returns of "${name}" are lower than its dossier promised (${count} episodes; a false alarm has a probability of at most ${falseAlarmRate}).`;
  alarms.raise({ kind: policies.AlarmKind.ALARM_KIND_RETURNS, policy: name, message }, "");
}
