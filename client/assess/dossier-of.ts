import { DOSSIER_FORMAT, type Dossier } from "../../approval/index.js";
import { CONTRACT, CONTRACT_REVISION } from "../../proto/index.js";
import { VERSION } from "../../proto/version.js";
import { meanOfEpisodes } from "../assignment/unseen/policy-returns.js";
import { outsideOptionsOf } from "../learner/welfare/outside-options.js";
import { tableOfValues, tableRows } from "../tables/parameter-table.js";
import type { AssessmentContext } from "./context.js";
import type { BaseEvidence } from "./evidence/base.js";
import { everyone, worstServed } from "./evidence/coverage.js";
import type { Choices } from "./evidence/gains.js";
import { policyEvidence } from "./evidence/policies.js";
import type { UnseenEvidence } from "./evidence/unseen.js";
import { contrastInterval, meanOf } from "./statistics/contrast.js";
import { standardDeviations } from "./statistics/deviations.js";
import { spreadOf } from "./statistics/spread.js";
import { bestOf, bestSubsets } from "./statistics/subsets.js";

/** Where a dossier comes from. */
export interface DossierOrigin {
  /** The command that makes it again. */
  readonly reproduce: string;
  /** Environment steps of each representative in training. */
  readonly transitions: number;
}

/** Everything that was found out. */
export interface Findings {
  readonly base: BaseEvidence;
  readonly robustness: Dossier["robustness"];
  readonly unseen: UnseenEvidence | null;
  readonly files: readonly Uint8Array[];
}

/** A dossier of what was found out, all but the date. */
export function dossierOf(
  context: AssessmentContext,
  { reproduce, transitions }: DossierOrigin,
  { base, robustness, unseen, files }: Findings,
): Omit<Dossier, "createdAt"> {
  const { setup, representatives, confidence, seed } = context;
  const { assignment } = representatives;
  const { numRepresentatives: k, numAgents: n } = representatives.model.sizes;
  const { played, parameters, observations } = base;
  const { returns } = played;
  const utilities = meanOfEpisodes(returns, 0, context.episodes);
  const tableOf = (values: Float64Array) => tableRows(tableOfValues(values, n));
  const outsideOptions = setup.config.outsideOption === null ? null : outsideOptionsOf(setup.config, n);
  const choices: Choices = { assignment, numPolicies: k, utilities, outsideOptions };
  const agents: Dossier["agents"] = {
    parameters: parameters.map((row) => [...row]),
    assignment: Array.from(assignment, (j) => j + 1),
    returns: tableOf(utilities),
    deviations: tableOf(standardDeviations(returns)),
    outsideOptions: outsideOptions && [...outsideOptions],
  };
  const facts = { played, choices, parameters, observations, files, confidence };
  return {
    format: DOSSIER_FORMAT,
    versions: { caucus: VERSION, contract: `${CONTRACT} revision ${CONTRACT_REVISION}` },
    reproduce,
    ...{ seed, confidence },
    environment: base.environment,
    run: { config: { ...setup.config }, transitions },
    policies: files.map((_, j) => policyEvidence(facts, j)),
    agents,
    welfare: spreadOf(returns, { assignment, agents: [...assignment.keys()], confidence }),
    subsets: bestSubsets({ values: utilities, numPolicies: k }).map((subset) => ({
      representatives: subset.map((j) => j + 1),
      welfare: contrastInterval(
        returns,
        meanOf(bestOf({ values: utilities, numPolicies: k }, subset), k),
        confidence,
      ),
    })),
    robustness,
    coverage: { unseen, worstServed: worstServed(everyone(agents, unseen)) },
    requirements: [...base.requirements],
  };
}
