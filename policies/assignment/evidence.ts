import { type policies, unexpected } from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { Limits } from "../base/limits.js";
import type { DossierContents } from "../catalog/catalog.js";
import type { Evidence } from "../population/expect.js";
import type { Grounds } from "./choices.js";

type AssignRequest = policies.AssignRequest;

/** Whether a request says anything of the agent. */
export function hasEvidence({ parameters, trials, knownAgent }: AssignRequest): boolean {
  return parameters.length > 0 || trials.length > 0 || knownAgent !== undefined;
}

/**
 * What a request says of an agent.
 * @param dossierName - of the contents
 * @throws ContractError (INVALID_VALUE, LIMIT, UNKNOWN_POLICY)
 */
export function readEvidence(
  { parameters, trials, knownAgent }: AssignRequest,
  dossierName: string,
  { checked: { dossier }, population, policies: own }: DossierContents,
  { maxTrials }: Limits,
): Evidence {
  const count = trials.reduce((sum, { returns }) => sum + returns.length, 0);
  checkLimit("trials", count, maxTrials, "returns");
  if (knownAgent !== undefined && knownAgent >= population.numTrained)
    throw unexpected("known_agent", `a number from 0 to ${population.numTrained - 1}`, `${knownAgent}`);
  return {
    parameters: parameters.length === 0 ? undefined : checkedParameters(parameters, dossier),
    knownAgent,
    trials: readTrials(trials, dossierName, own.length),
  };
}

type Parameters = DossierContents["checked"]["dossier"];

function checkedParameters(values: readonly number[], { environment }: Parameters): readonly number[] {
  const names = environment.parameters.map(({ name }) => name);
  if (values.length !== names.length)
    throw unexpected(
      "parameters",
      `${names.length} ${names.length === 1 ? "number" : "numbers"} (${names.join(", ")})`,
      `${values.length}`,
    );
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw unexpected(`parameters[${wrong}]`, `a number (${names[wrong]})`, `${values[wrong]}`);
  return values;
}

/** @returns by representative, from 0 */
function readTrials(
  trials: readonly policies.Trial[],
  dossierName: string,
  numPolicies: number,
): Map<number, readonly number[]> {
  const byPolicy = new Map<number, readonly number[]>();
  for (const [i, { policy, returns }] of trials.entries()) {
    const index = Number(policy.slice(dossierName.length + 1)) - 1;
    if (policy !== `${dossierName}/${index + 1}` || !(index >= 0 && index < numPolicies))
      throw unexpected(
        `trials[${i}].policy`,
        `one of ${dossierName}/1 to ${dossierName}/${numPolicies}`,
        `"${policy}"`,
        "UNKNOWN_POLICY",
      );
    const wrong = returns.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw unexpected(`trials[${i}].returns[${wrong}]`, "a finite number", `${returns[wrong]}`);
    byPolicy.set(index, [...(byPolicy.get(index) ?? []), ...returns]);
  }
  return byPolicy;
}

/** Whose returns the expectations go by, for the reason. */
export function groundsOf({ parameters, knownAgent, trials }: Evidence): Grounds {
  const count = [...trials.values()].reduce((sum, returns) => sum + returns.length, 0);
  if (knownAgent !== undefined)
    return { others: `episodes of agent ${knownAgent} itself in the assessment`, trials: count };
  const others = parameters === undefined ? "all agents of the assessment" : "the agents nearest to it";
  return { others, trials: count };
}
