import type { Dossier, DossierPolicy, Requirement } from "../../../approval/index.js";
import type { Environments } from "../../remote/environments/environments.js";
import { parameterNames } from "../../run/environment-spec.js";
import { episodeLimit } from "../../run/episode-limit.js";
import { tableOfValues, tableRows } from "../../tables/parameter-table.js";
import { type AssessmentContext, playFresh } from "../context.js";
import { createDecisions } from "../requirements/decide.js";
import type { Requirements } from "../requirements/file.js";
import { playUntilDecided } from "../requirements/play-until-decided.js";
import { environmentEvidence } from "./environment.js";
import { recordObservations } from "./observed.js";
import { episodesAtOnce } from "./opened.js";
import type { PlayedEpisodes } from "./played.js";

/** Unperturbed episodes, and what they decide. */
export interface BaseEvidence {
  readonly played: PlayedEpisodes;
  /** [k, d]. */
  readonly observations: readonly DossierPolicy["observations"][];
  readonly requirements: readonly Requirement[];
  /** θ, [n, p]. */
  readonly agentParameters: Float64Array;
  /** The same as rows. */
  readonly parameters: readonly (readonly number[])[];
  readonly environment: Dossier["environment"];
}

/**
 * Plays E episodes of each policy, and then more while they are needed to decide requirements. Only requirements use those
 * that are added, since intervals of other numbers hold for a number of episodes fixed beforehand.
 * @throws ConfigError if requirements do not fit the run
 */
export async function playBase(
  context: AssessmentContext,
  environments: Environments,
  { requirements, returnBounds }: Requirements,
): Promise<BaseEvidence> {
  const { setup, representatives, episodes, maxEpisodes } = context;
  const { numRepresentatives: k, observationSize: d } = representatives.model.sizes;
  const { spec, agentParameters } = environments;
  const parameters = tableRows(tableOfValues(agentParameters, spec.agentParameters.length));
  // Created before anything is played, since it refuses requirements that do not fit.
  const decisions = createDecisions(requirements, {
    assignment: representatives.assignment,
    numPolicies: k,
    parameters,
    parameterNames: parameterNames(spec),
    returnBounds,
    maxSteps: episodeLimit(setup.config, spec),
  });
  const observed = recordObservations(k, d);
  const played = await playFresh(context, environments, {
    name: "fresh episodes",
    numEpisodes: episodes,
    onPlayed: observed.add,
  });
  const name = "episodes for requirements";
  await playUntilDecided(decisions, played, {
    maxEpisodes,
    atOnce: episodesAtOnce(k, episodes),
    play: (numEpisodes) => playFresh(context, environments, { name, numEpisodes }),
  });
  return {
    ...{ played, agentParameters, parameters },
    observations: observed.result(),
    requirements: decisions.result(),
    environment: environmentEvidence(environments, setup.config),
  };
}
