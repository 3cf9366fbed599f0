import type { Dossier } from "../../../approval/index.js";
import { meanOfEpisodes } from "../../assignment/unseen/policy-returns.js";
import { greedyAssignment } from "../../ops/assignment.js";
import { openTestEnvironments } from "../../run/test-agents.js";
import { tableOfValues, tableRows } from "../../tables/parameter-table.js";
import { type AssessmentContext, playFresh, using } from "../context.js";
import { checkPopulation } from "../limits.js";
import { spreadOf } from "../statistics/spread.js";
import { episodesAtOnce } from "./opened.js";

export type UnseenEvidence = NonNullable<Dossier["coverage"]["unseen"]>;

/**
 * What the policies are worth to agents that nobody trained for: the run's test agents.
 * @param training - θ of the agents that were trained for, [n, p]
 * @returns null if the run has no test agents
 * @throws ConfigError if the environment refuses them, or some are training agents too
 */
export async function unseenEvidence(
  context: AssessmentContext,
  training: Float64Array,
): Promise<UnseenEvidence | null> {
  const { transports, setup, representatives, episodes, confidence } = context;
  if (setup.config.testAgents === null) return null;
  const k = representatives.model.sizes.numRepresentatives;
  const opening = openTestEnvironments(transports, setup, training, episodesAtOnce(k, episodes));
  return using(opening, async (environments) => {
    const { spec, agentParameters } = environments;
    checkPopulation(k, spec.numAgents, episodes);
    const { returns } = await playFresh(context, environments, {
      name: "unseen agents",
      numEpisodes: episodes,
    });
    const means = meanOfEpisodes(returns, 0, episodes);
    const assignment = greedyAssignment(means, k);
    return {
      parameters: tableRows(tableOfValues(agentParameters, spec.agentParameters.length)),
      returns: tableRows(tableOfValues(means, spec.numAgents)),
      welfare: spreadOf(returns, { assignment, agents: [...assignment.keys()], confidence }),
    };
  });
}
