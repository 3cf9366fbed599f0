import type { Environments } from "../../remote/environments/environments.js";
import { openEnvironments } from "../../remote/environments/spread.js";
import type { Transport } from "../../remote/transport/transport.js";
import { commonConfig, derivedSeed } from "../../run/open-environments.js";
import type { RunSetup } from "../../run/run-setup.js";

/** Number of environments up to which those of all policies play at once. */
const MOST_ENVIRONMENTS = 256;

/** How environments of an assessment differ from one another. */
export interface FreshEnvironments {
  /** The assessment's, from which their seed is derived: training and evaluation use others. */
  readonly seed: number;
  /** E, of each policy, in as many rounds as they take. */
  readonly numEpisodes: number;
  /** Names of the infos to report. */
  readonly infos?: readonly string[];
  /** Options that differ from the run's. */
  readonly options?: Readonly<Record<string, number | boolean>>;
  /** θ, [n, p], instead of the run's agents. */
  readonly agentParameters?: Float64Array;
}

/**
 * Opens environments for fresh episodes. Those with the same seed and number of episodes start in the same ways, so that
 * their episodes can be compared in pairs.
 */
export function openFresh(
  transports: readonly Transport[],
  setup: RunSetup,
  { seed, numEpisodes, infos = [], options = {}, agentParameters }: FreshEnvironments,
): Promise<Environments> {
  const { config } = setup;
  const common = commonConfig(setup);
  return openEnvironments(transports, {
    ...common,
    options: { ...common.options, ...options },
    agentParameters: agentParameters ?? common.agentParameters,
    numEnvs: config.representatives * episodesAtOnce(config.representatives, numEpisodes),
    seed: derivedSeed(config, `assessment ${seed}`),
    infos,
  });
}

/** Number of episodes of each policy that are played at once. */
export function episodesAtOnce(numPolicies: number, numEpisodes: number): number {
  return Math.min(Math.max(Math.floor(MOST_ENVIRONMENTS / numPolicies), 1), numEpisodes);
}
