import type { Dossier } from "../../approval/index.js";
import type { Trajectories } from "../records/records.js";
import type { Replay } from "../replay/replay.js";
import { checkTestAgents } from "../run/test-agents.js";
import { type AssessmentContext, using } from "./context.js";
import { type DossierOrigin, dossierOf } from "./dossier-of.js";
import { type BaseEvidence, playBase } from "./evidence/base.js";
import { openFresh } from "./evidence/opened.js";
import { unseenEvidence } from "./evidence/unseen.js";
import { checkCounts, checkPopulation } from "./limits.js";
import { checkPerturbations, choosePerturbations } from "./perturbations/chosen.js";
import { measureRobustness } from "./perturbations/measure.js";
import type { RequestedPerturbation } from "./perturbations/perturbation.js";
import { assessedReplays } from "./replays.js";
import type { Requirements } from "./requirements/file.js";

/** What is to be found out. */
export interface AssessmentQuestions extends DossierOrigin {
  readonly requirements: Requirements;
  readonly perturbations: readonly RequestedPerturbation[];
}

/** Evidence about a run's policies, all but the date. */
export interface Assessment {
  readonly dossier: Omit<Dossier, "createdAt">;
  /** [k]: ONNX files. */
  readonly files: readonly Uint8Array[];
  /** Trajectories of each policy's first episode. */
  readonly trajectories: Trajectories;
  /** By policy, from 0. */
  readonly replays: ReadonlyMap<number, Replay>;
  /** Components of observations that were not stuck, since there are too many. */
  readonly leftOut: readonly number[];
}

/**
 * Assesses a run's policies in fresh episodes on the servers, each on its mode: unperturbed, with every perturbation, and
 * for agents that nobody trained for.
 * @throws ConfigError if a question does not fit the run
 */
export async function assess(
  context: AssessmentContext,
  questions: AssessmentQuestions,
): Promise<Assessment> {
  const { transports, setup, representatives, seed, episodes } = context;
  const { numRepresentatives, numAgents, observationSize } = representatives.model.sizes;
  checkCounts(context);
  checkPopulation(numRepresentatives, numAgents, episodes);
  checkPerturbations(questions.perturbations, setup.spec, observationSize);
  const infos = setup.spec.infos.map(({ name }) => name);
  const opening = openFresh(transports, setup, { seed, numEpisodes: episodes, infos });
  const base = await using(opening, async (environments) => {
    await checkTestAgents(transports, setup, environments.agentParameters);
    return playBase(context, environments, questions.requirements);
  });
  const { chosen, leftOut } = choosePerturbations(questions.perturbations, setup.spec, deviationsOf(base));
  const robustness = await measureRobustness(context, chosen, { ...base, deviations: deviationsOf(base) });
  const unseen = await unseenEvidence(context, base.agentParameters);
  const files = representatives.exportPolicies();
  const dossier = dossierOf(context, questions, { base, robustness, unseen, files });
  const replays = await assessedReplays(context);
  return { dossier, files, trajectories: base.played.trajectories, replays, leftOut };
}

/** [k, d]. */
function deviationsOf({ observations }: BaseEvidence): number[][] {
  return observations.map((own) => own.map(({ deviation }) => deviation));
}
