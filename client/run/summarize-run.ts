import { createRng } from "../../envs/rng.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { numIterations } from "../base/num-iterations.js";
import type { Learner } from "../learner/learner.js";
import { type Evaluation, estimateWelfare, evaluate, meanReturns } from "../learner/play/evaluate.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { ActingMode } from "../learner/rollout/policy-sampling.js";
import { agentsWelfare, optedOut } from "../learner/welfare/agents-welfare.js";
import { outsideOptionsOf } from "../learner/welfare/outside-options.js";
import { distributionOf } from "../ops/distribution.js";
import type { Summary, Trajectories } from "../records/records.js";
import type { Transport } from "../remote/transport/transport.js";
import { tableOfValues, tableRows } from "../tables/parameter-table.js";
import { bestKnownWelfare } from "./best-known.js";
import { episodeLimit } from "./episode-limit.js";
import { evaluateUnseen } from "./evaluate-unseen.js";
import { fundGap } from "./fund-gap.js";
import { openEvaluationEnvironments } from "./open-environments.js";
import type { RunSetup } from "./run-setup.js";

/** Names of a run's evaluations, for progress displays. */
const EVALUATIONS: Readonly<Record<ActingMode, string>> = {
  deterministic: "evaluation on the modes",
  stochastic: "evaluation with sampled actions",
};

export interface SummaryOptions {
  /** E: episodes of each representative with the policies' modes, and again with sampled actions. */
  readonly numEpisodes: number;
  /** Wall time of the run. */
  readonly seconds: number;
  /** Called as each evaluation proceeds. */
  readonly onProgress?: EvaluationObserver;
}

/**
 * Evaluates a learner in fresh episodes on the servers, with the policies' modes and with sampled actions, and also for
 * held-out agents if there are any.
 */
export async function summarizeRun(
  transports: readonly Transport[],
  setup: RunSetup,
  learner: Learner,
  { numEpisodes, seconds, onProgress }: SummaryOptions,
): Promise<{ summary: Summary; trajectories: Trajectories }> {
  const { config } = setup;
  const environments = await openEvaluationEnvironments(transports, setup, numEpisodes);
  try {
    const maxSteps = episodeLimit(config, environments.spec);
    const run = (mode: ActingMode): Promise<Evaluation> => {
      const rng = createRng(config.seed, `evaluation/${mode}`);
      const onStep = (share: number) => onProgress?.({ name: EVALUATIONS[mode], share });
      return evaluate(environments, learner.representatives, { mode, rng, maxSteps, onStep });
    };
    const deterministic = await run("deterministic");
    const stochastic = await run("stochastic");
    const k = config.representatives;
    const { spec } = environments;
    const { assignment } = learner.representatives;
    const parameters = tableOfValues(environments.agentParameters, spec.agentParameters.length);
    const training = { parameters, assignment, committee: setup.committee(parameters) };
    const outsideOptions = outsideOptionsOf(config, spec.numAgents);
    const { reportScale } = spec;
    const estimate = ({ returns }: Evaluation) =>
      estimateWelfare(returns, k, { assignment, reportScale, outsideOptions });
    const utilities = meanReturns(deterministic.returns, k, spec.numAgents).map((x) => x * reportScale);
    const served = {
      assignment: [...assignment],
      utilities: tableRows(tableOfValues(utilities, spec.numAgents)),
      outsideOptions: config.outsideOption === null ? null : [...outsideOptions],
    };
    const funds = fundGap(deterministic.trajectories, {
      aversions: tableRows(parameters).map(([gamma]) => gamma),
      assignment,
      scale: reportScale * spec.maxEpisodeSteps,
    });
    const best = funds?.best ?? bestKnownWelfare(config.env, k, spec.numAgents);
    const summary: Summary = {
      environment: config.env,
      algorithm: config.algorithm,
      finished: learner.iteration >= numIterations(config),
      welfare: estimate(deterministic),
      stochasticWelfare: estimate(stochastic),
      distribution: distributionOf(agentsWelfare(served)),
      // The best known welfare is of policies that serve all agents, without outside options.
      bestKnownWelfare: served.outsideOptions ? null : best,
      ...(funds === undefined ? {} : { funds }),
      ...served,
      participation: (spec.numAgents - optedOut(served).length) / spec.numAgents,
      agentParameters: tableRows(parameters),
      parameters: spec.agentParameters.map(({ name, unit, minimum, maximum }) => ({
        ...{ name, unit, minimum, maximum },
      })),
      ...assignerRegistry.get(config.algorithm).summary?.(training, config),
      cutShort: { episodes: deterministic.cutShort + stochastic.cutShort, steps: maxSteps },
      transitions: learner.iteration * config.batchSize,
      seconds,
      ...(config.testAgents === null
        ? {}
        : {
            unseen: await evaluateUnseen(transports, setup, learner.representatives, {
              training,
              numEpisodes,
              onProgress,
            }),
          }),
    };
    return { summary, trajectories: deterministic.trajectories };
  } finally {
    await environments.close();
  }
}
