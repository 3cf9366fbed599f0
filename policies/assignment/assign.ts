import { ContractError, type policies, unexpected } from "../../proto/index.js";
import type { Logger } from "../../serving/base/log.js";
import { type AuditTrail, recordOf } from "../audit/trail.js";
import { checkAgentId, type Limits } from "../base/limits.js";
import type { Catalog, CatalogDossier } from "../catalog/catalog.js";
import type { People, Person } from "../people/people.js";
import { expect } from "../population/expect.js";
import { outsideOf } from "../population/population.js";
import { assignedBy } from "./assigned-by.js";
import { type Choice, choicesOf, type Grounds, reasonFor } from "./choices.js";
import { groundsOf, hasEvidence, readEvidence } from "./evidence.js";

/** What assignments are made from and noted in. */
export interface AssignParts {
  readonly catalog: Catalog;
  readonly people: People;
  readonly trail: AuditTrail;
  readonly limits: Limits;
  readonly log: Logger;
}

/** An agent as an assignment sees it. */
interface Subject {
  readonly dossier: CatalogDossier;
  readonly expectations: Person["expectations"];
  readonly grounds: Grounds;
  /** Names of parameters. */
  readonly outside: string[];
}

/**
 * Chooses the policy that serves an agent, and remembers it.
 * @param caller - who asks
 * @param moved - how the agent's former policy was lost, if it was
 * @throws ContractError
 */
export async function assign(
  request: policies.AssignRequest,
  caller: string,
  parts: AssignParts,
  moved: policies.Move | undefined,
): Promise<policies.AssignResponse> {
  const { agentId } = request;
  checkAgentId("agent_id", agentId);
  const subject = hasEvidence(request)
    ? newSubject(request, parts)
    : rememberedSubject(parts, parts.people.find(caller, agentId), agentId);
  const choices = choicesOf(subject.dossier, parts.catalog.served, subject.expectations);
  if (choices.length === 0) throw noPolicies(parts.catalog, subject.dossier.name);
  const reason = reasonFor(choices, subject.grounds);
  const [{ policy, expectation }] = choices;
  await parts.trail.note({
    kind: "assigned",
    agent: agentId,
    client: caller,
    policy: recordOf(policy),
    expected: { ...expectation },
    expectations: subject.expectations.map((one) => ({ ...one })),
    reason,
    outside: subject.outside,
  });
  if (agentId !== "") parts.people.remember(caller, personOf(agentId, subject, policy.representative));
  return {
    assignment: encodeChoice(choices[0], reason),
    outside: subject.outside,
    choices: choices.map((choice) => encodeChoice(choice, "")),
    moved,
  };
}

function newSubject(
  request: policies.AssignRequest,
  { catalog, limits }: Pick<AssignParts, "catalog" | "limits">,
): Subject {
  const dossier = chooseDossier(request.dossier, catalog);
  const contents = dossier.contents!;
  const evidence = readEvidence(request, dossier.name, contents, limits);
  const { parameters: names } = contents.checked.dossier.environment;
  const outside = evidence.parameters ? outsideOf(contents.population, evidence.parameters) : [];
  return {
    dossier,
    expectations: expect(contents.population, evidence),
    grounds: groundsOf(evidence),
    outside: outside.map((c) => names[c].name),
  };
}

function rememberedSubject(
  { catalog }: Pick<AssignParts, "catalog">,
  person: Person | undefined,
  agentId: string,
): Subject {
  if (person === undefined) {
    if (agentId === "")
      throw unexpected("parameters", "parameters, trials, a known agent or an agent's id", "none of these");
    throw unknownAgent(agentId);
  }
  const dossier = assignedBy(catalog, person);
  if (dossier === undefined)
    throw new ContractError(
      "NOT_SERVED",
      `agent_id: dossier "${person.dossierName}", which "${agentId}" was assigned by, is no longer there or is another one: assign the agent anew, with what is known of it`,
    );
  return {
    dossier,
    expectations: person.expectations,
    grounds: { others: "what was known when it was assigned", trials: 0 },
    outside: [],
  };
}

export function unknownAgent(agentId: string): ContractError {
  return unexpected("agent_id", "an agent that was assigned", `"${agentId}"`, "UNKNOWN_AGENT");
}

/** The dossier of a name; if it is empty, the only one with policies that are served. */
function chooseDossier(name: string, { dossiers, served, refusal }: Catalog): CatalogDossier {
  const open = dossiers.filter(({ contents }) =>
    contents?.policies.some((policy) => served.has(policy.name)),
  );
  if (name === "") {
    if (open.length === 1) return open[0];
    if (open.length === 0)
      throw new ContractError("NO_POLICIES", `no policy is approved${refusal === "" ? "" : `: ${refusal}`}`);
    throw unexpected(
      "dossier",
      `one of ${open.map((one) => one.name).join(", ")}`,
      "none",
      "UNKNOWN_DOSSIER",
    );
  }
  const found = dossiers.find((one) => one.name === name);
  if (found === undefined)
    throw unexpected("dossier", "a dossier of the registry", `"${name}"`, "UNKNOWN_DOSSIER");
  if (found.contents === undefined)
    throw new ContractError("NO_POLICIES", `dossier "${name}": ${found.refusal}`);
  return found;
}

function noPolicies({ refusal }: Catalog, dossier: string): ContractError {
  const why = refusal === "" ? "" : `: ${refusal}`;
  return new ContractError("NO_POLICIES", `dossier "${dossier}": none of its policies is approved${why}`);
}

function personOf(agentId: string, { dossier, expectations }: Subject, representative: number): Person {
  const { name: dossierName, contents } = dossier;
  const dossierDigest = contents!.checked.digest;
  return { agentId, dossierName, dossierDigest, expectations, representative, lost: "" };
}

function encodeChoice({ policy, expectation }: Choice, reason: string): policies.Assignment {
  const { mean, lower, upper, episodeDeviation } = expectation;
  const { name, digest } = policy;
  return { policy: name, digest, expectedReturn: mean, lower, upper, episodeDeviation, reason };
}
