import { createRng } from "../../envs/rng.js";
import type { TrainedFor } from "../assignment/assigners/entry.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import type { PolicyReturns } from "../assignment/unseen/policy-returns.js";
import { type UnseenResults, unseenResults } from "../assignment/unseen/results.js";
import { nearestAgents } from "../assignment/unseen/zero-shot.js";
import type { TrainConfig } from "../config/train-config.js";
import { evaluate } from "../learner/play/evaluate.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import type { Assignment } from "../ops/assignment.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { type ParameterTable, tableOfValues, tableRows } from "../tables/parameter-table.js";
import { episodeLimit } from "./episode-limit.js";
import type { RunSetup } from "./run-setup.js";
import { openTestEnvironments } from "./test-agents.js";

export interface UnseenOptions {
  readonly training: TrainedFor;
  /** E: episodes of each representative that evaluate the choices. The episodes for few-shot choices are additional. */
  readonly numEpisodes: number;
  readonly onProgress?: EvaluationObserver;
}

/**
 * Evaluates representatives for a run's test agents, in fresh episodes on the servers, with the policies' modes.
 */
export async function evaluateUnseen(
  transports: readonly Transport[],
  setup: RunSetup,
  representatives: Representatives,
  { training, numEpisodes, onProgress }: UnseenOptions,
): Promise<UnseenResults> {
  const { config } = setup;
  const { fewShotEpisodes, accuracy } = config;
  const environments = await openTestEnvironments(transports, setup, training.parameters.values, numEpisodes);
  try {
    const agents = tableOfValues(environments.agentParameters, environments.spec.agentParameters.length);
    const episodes = Math.max(...fewShotEpisodes) + numEpisodes;
    const returns = await playEpisodes(environments, representatives, config, { episodes, onProgress });
    const { zeroShot = nearestTrained } = assignerRegistry.get(config.algorithm);
    const nearest = zeroShot(agents, training);
    return {
      agentParameters: tableRows(agents),
      ...unseenResults(returns, { nearest, fewShotEpisodes, accuracy }),
    };
  } finally {
    await environments.close();
  }
}

/** The representative that serves the nearest training agent. */
function nearestTrained(agents: ParameterTable, { parameters, assignment }: TrainedFor): Assignment {
  return nearestAgents(agents, parameters, assignment);
}

/**
 * Plays that many episodes of each representative, in as many rounds as the environments need; returns are on the
 * report scale.
 * @param environments - N of them, N / k for each representative
 */
async function playEpisodes(
  environments: Environments,
  representatives: Representatives,
  config: TrainConfig,
  { episodes, onProgress }: { readonly episodes: number; readonly onProgress?: EvaluationObserver },
): Promise<PolicyReturns> {
  const k = representatives.model.sizes.numRepresentatives;
  const { numAgents: n, reportScale } = environments.spec;
  const perRound = environments.numEnvs / k;
  const values = new Float64Array(k * episodes * n);
  const rng = createRng(config.seed, "evaluation/unseen");
  const maxSteps = episodeLimit(config, environments.spec);
  for (let first = 0; first < episodes; first += perRound) {
    const onStep = (share: number) =>
      onProgress?.({
        name: "evaluation for test agents",
        share: Math.min((first + share * perRound) / episodes, 1),
      });
    const options = { mode: "deterministic", rng, maxSteps, onStep } as const;
    const { returns } = await evaluate(environments, representatives, options);
    const used = Math.min(perRound, episodes - first) * n;
    for (let j = 0; j < k; j++) {
      const own = returns.subarray(j * perRound * n, j * perRound * n + used);
      values.set(
        own.map((value) => value * reportScale),
        (j * episodes + first) * n,
      );
    }
  }
  return { numPolicies: k, numAgents: n, values };
}
