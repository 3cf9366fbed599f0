import type { CatalogDossier } from "../catalog/catalog.js";
import type { ServedPolicy } from "../catalog/policy.js";
import type { Expectation } from "../population/expectation.js";

/** A policy that could serve an agent. */
export interface Choice {
  readonly policy: ServedPolicy;
  readonly expectation: Expectation;
}

/**
 * The served policies of a dossier, what the agent can expect most of first.
 * @param expectations - [k]
 */
export function choicesOf(
  { contents }: CatalogDossier,
  servedByName: ReadonlyMap<string, ServedPolicy>,
  expectations: readonly Expectation[],
): Choice[] {
  const choices = (contents?.policies ?? []).flatMap(({ name, representative }): Choice[] => {
    const policy = servedByName.get(name);
    return policy ? [{ policy, expectation: expectations[representative - 1] }] : [];
  });
  return choices.sort((a, b) => b.expectation.mean - a.expectation.mean);
}

/** Whose returns a choice goes by. */
export interface Grounds {
  /** Such as "the agents nearest to it". */
  readonly others: string;
  /** Number of trial episodes. */
  readonly trials: number;
}

/** A sentence: why the first of these choices was made. */
export function reasonFor([best, second]: readonly Choice[], { others, trials }: Grounds): string {
  const tried = trials === 0 ? "" : ` and ${trials} trial ${trials === 1 ? "episode" : "episodes"}`;
  const expected = `by ${others}${tried}, ${rounded(best.expectation.mean)} can be expected of it`;
  if (second === undefined) return `It is the only approved policy; ${expected}.`;
  const { name } = second.policy;
  return `Of the approved policies it is the best for this agent: ${expected}, and ${rounded(second.expectation.mean)} of the next best, ${name}.`;
}

function rounded(value: number): string {
  // A return of 10⁻²⁰ is 0 that was rounded.
  return `${Number((Math.abs(value) < 1e-9 ? 0 : value).toPrecision(4))}`;
}
