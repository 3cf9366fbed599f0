import type { CheckedDossier, Standing } from "../../approval/index.js";
import type { RunningModel } from "../models/running-model.js";
import { type Population, populationOf } from "../population/population.js";
import type { JudgedDossier, Judgement } from "../registry/judge.js";
import { type Policy, policiesOf, type ServedPolicy, served, type WatchLimits } from "./policy.js";

/** A dossier of the registry with its policies. */
export interface CatalogDossier {
  readonly name: string;
  /** Why nothing of it is served; "" if it verifies. */
  readonly refusal: string;
  /** Undefined if it is refused. */
  readonly contents?: DossierContents;
}

export interface DossierContents {
  readonly checked: CheckedDossier;
  readonly population: Population;
  /** [k]. */
  readonly policies: readonly Policy[];
  /** [k]. */
  readonly standings: readonly Standing[];
}

/** What is served now. */
export interface Catalog {
  /** Why nothing is served at all; "" if there is no such reason. */
  readonly refusal: string;
  /** In the order of names. */
  readonly dossiers: readonly CatalogDossier[];
  /** By name. */
  readonly served: ReadonlyMap<string, ServedPolicy>;
  /** Why a policy is not served, as a part of a sentence; "" if it is. */
  whyNot(name: string): string;
  /** Withdraws at once what is not approved any more, and begins to load what is. */
  update(judgement: Judgement): void;
  /** Waits until everything that is approved was loaded. */
  settled(): Promise<void>;
  /** Frees all models. */
  close(): Promise<void>;
}

export interface CatalogParts {
  readonly limits: WatchLimits;
  /** Makes a model ready. @throws Error if it cannot be run */
  readonly load: (checked: CheckedDossier, representative: number) => Promise<RunningModel>;
  /** Is told of each policy that is served from now on, or no more, and why. */
  readonly onChange: (policy: Policy, isServed: boolean, reason: string) => void;
  /** Is told of a model that does not free its memory. */
  readonly onFailure: (error: unknown) => void;
}

export function createCatalog({ limits, load, onChange, onFailure }: CatalogParts): Catalog {
  let refusal = "";
  let dossiers: readonly CatalogDossier[] = [];
  const ready = new Map<string, ServedPolicy>();
  const loading = new Map<Policy, Promise<void>>();
  /** Why models cannot be run. */
  const failures = new WeakMap<Policy, string>();
  let closing: Promise<unknown>[] = [];

  function retire(model: RunningModel): void {
    const retired = model.retire().catch(onFailure);
    closing.push(retired);
    void retired.then(() => {
      closing = closing.filter((one) => one !== retired);
    });
  }

  const isWanted = (policy: Policy) => approvedPolicies(dossiers).some((one) => one.policy === policy);

  function withdraw(name: string, policy: ServedPolicy): void {
    ready.delete(name);
    retire(policy.model);
    onChange(policy, false, whyNot(name) || "another policy has its name");
  }

  async function loadOne(checked: CheckedDossier, policy: Policy): Promise<void> {
    try {
      const model = await load(checked, policy.representative);
      if (!isWanted(policy)) return retire(model);
      ready.set(policy.name, served(policy, model));
      onChange(policy, true, "");
    } catch (error) {
      failures.set(policy, (error as Error).message);
      onChange(policy, false, (error as Error).message);
    } finally {
      loading.delete(policy);
    }
  }

  function whyNot(name: string): string {
    if (ready.has(name)) return "";
    if (refusal !== "") return refusal;
    const [, dossierName, number] = /^(.*)\/([1-9]\d*)$/s.exec(name) ?? [];
    const dossier = dossiers.find((one) => one.name === dossierName);
    if (dossier === undefined) return "the registry has no such dossier";
    if (dossier.contents === undefined) return dossier.refusal;
    const policy = dossier.contents.policies[Number(number) - 1];
    if (policy === undefined) return `the dossier has ${dossier.contents.policies.length} policies`;
    const { approved, reason } = dossier.contents.standings[Number(number) - 1];
    if (!approved) return reason;
    return failures.get(policy) ?? "it is being loaded";
  }

  return {
    get refusal() {
      return refusal;
    },
    get dossiers() {
      return dossiers;
    },
    served: ready,
    whyNot,
    update(judgement) {
      refusal = judgement.refusal;
      const before = new Map(dossiers.map((dossier) => [dossier.name, dossier]));
      dossiers = judgement.dossiers.map((dossier) => entryOf(dossier, before.get(dossier.name), limits));
      const wanted = approvedPolicies(dossiers);
      const names = new Map(wanted.map(({ policy }) => [policy.name, policy]));
      for (const [name, policy] of [...ready]) {
        if (names.get(name)?.usage !== policy.usage) withdraw(name, policy);
      }
      for (const { checked, policy } of wanted) {
        if (ready.has(policy.name) || loading.has(policy) || failures.has(policy)) continue;
        loading.set(policy, loadOne(checked, policy));
      }
    },
    async settled() {
      await Promise.all(loading.values());
    },
    async close() {
      dossiers = [];
      await Promise.all(loading.values());
      for (const { model } of ready.values()) retire(model);
      ready.clear();
      await Promise.all(closing);
    },
  };
}

/** Keeps what is known of a dossier that is the same as before. */
function entryOf(
  { name, refusal, verified, standings }: JudgedDossier,
  before: CatalogDossier | undefined,
  limits: WatchLimits,
): CatalogDossier {
  if (verified === undefined) return { name, refusal };
  const { checked } = verified;
  const known = before?.contents?.checked.digest === checked.digest ? before.contents : undefined;
  const population = known?.population ?? populationOf(checked.dossier);
  const policies = known?.policies ?? policiesOf(name, checked, population, limits);
  return { name, refusal, contents: { checked, population, policies, standings } };
}

function approvedPolicies(
  dossiers: readonly CatalogDossier[],
): { readonly checked: CheckedDossier; readonly policy: Policy }[] {
  return dossiers.flatMap(({ contents }) => {
    if (contents === undefined) return [];
    const { checked, policies, standings } = contents;
    return policies.filter((_, i) => standings[i]?.approved === true).map((policy) => ({ checked, policy }));
  });
}
