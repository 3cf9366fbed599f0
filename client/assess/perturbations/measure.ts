import type { Perturbation } from "../../../approval/index.js";
import { createRng } from "../../../envs/rng.js";
import { ConfigError } from "../../base/config-error.js";
import type { Environments } from "../../remote/environments/environments.js";
import { type AssessmentContext, playFresh, using } from "../context.js";
import { openFresh } from "../evidence/opened.js";
import type { PlayedEpisodes } from "../evidence/played.js";
import { type PerturbationChoice, perturbationName } from "./perturbation.js";
import { perturbedEnvironments } from "./perturbed-environments.js";
import { perturbationEvidence } from "./robustness.js";

/** Episodes to compare with, in the same environments. */
export interface Unperturbed {
  readonly played: PlayedEpisodes;
  /** [k, d]. */
  readonly deviations: readonly (readonly number[])[];
  /** θ, [n, p]. */
  readonly agentParameters: Float64Array;
}

/** Plays the same episodes with each perturbation in turn. */
export async function measureRobustness(
  context: AssessmentContext,
  choices: readonly PerturbationChoice[],
  unperturbed: Unperturbed,
): Promise<Perturbation[]> {
  const results: Perturbation[] = [];
  for (const choice of choices) {
    const { returns } = await playPerturbed(context, choice, unperturbed);
    const pair = { unperturbed: unperturbed.played.returns, perturbed: returns };
    const { assignment } = context.representatives;
    results.push(perturbationEvidence(choice, pair, assignment, context.confidence));
  }
  return results;
}

function playPerturbed(
  context: AssessmentContext,
  choice: PerturbationChoice,
  { deviations, agentParameters }: Unperturbed,
): Promise<PlayedEpisodes> {
  const { transports, setup, seed, episodes } = context;
  const options = choice.kind === "option" ? { [choice.option]: choice.value } : {};
  const opening = openFresh(transports, setup, { seed, numEpisodes: episodes, options, agentParameters });
  const name = perturbationName(choice);
  return using(opening, (environments) => {
    checkSameShape(context, environments, name);
    const rng = createRng(seed, `perturbation ${name}`);
    const perturbed =
      choice.kind === "option"
        ? environments
        : perturbedEnvironments(environments, choice, { deviations, rng });
    return playFresh(context, perturbed, { name, numEpisodes: episodes });
  });
}

/** @throws ConfigError if an option changes what policies see or do */
function checkSameShape(
  { representatives }: AssessmentContext,
  { observationSize, actionSpace }: Environments,
  name: string,
): void {
  const { sizes } = representatives.model;
  const sizeOf = (space: typeof actionSpace) => (space.kind === "box" ? space.shape[0] : space.n);
  const same =
    observationSize === sizes.observationSize &&
    actionSpace.kind === sizes.actionSpace.kind &&
    sizeOf(actionSpace) === sizeOf(sizes.actionSpace);
  if (same) return;
  throw new ConfigError(`--perturb: expected the same observations and actions, got others with ${name}`);
}
