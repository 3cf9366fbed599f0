import { createRng } from "../../envs/rng.js";
import { numIterations } from "../base/num-iterations.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Learner } from "../learner/learner.js";
import { type Evaluation, estimateWelfare, evaluate, meanReturns } from "../learner/play/evaluate.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { ActingMode } from "../learner/rollout/policy-sampling.js";
import { agentsWelfare, optedOut } from "../learner/welfare/agents-welfare.js";
import { outsideOptionsOf } from "../learner/welfare/outside-options.js";
import { distributionOf } from "../ops/distribution.js";
import type { Summary, Trajectories } from "../records/records.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { bestKnownWelfare } from "./best-known.js";
import { committeeSummary } from "./committee-summary.js";
import { episodeLimit } from "./episode-limit.js";
import { evaluateUnseen } from "./evaluate-unseen.js";
import { openEvaluationEnvironments } from "./open-environments.js";
import { rowsOf } from "./rows-of.js";

/** What the evaluations of a run are called. */
const EVALUATIONS: Readonly<Record<ActingMode, string>> = {
  deterministic: "evaluation on the modes",
  stochastic: "evaluation with sampled actions",
};

/**
 * Evaluates a learner over the wire in fresh episodes, on the policies' modes and sampling from them; and for the
 * agents held out, if there are some.
 * @param numEpisodes - E, of each representative in each of the two
 * @param seconds - wall time the run took
 * @param onProgress - told of each of the evaluations
 */
export async function summarizeRun(
  transports: readonly Transport[],
  config: TrainConfig,
  learner: Learner,
  numEpisodes: number,
  seconds: number,
  onProgress?: EvaluationObserver,
): Promise<{ summary: Summary; trajectories: Trajectories }> {
  const environments = await openEvaluationEnvironments(transports, config, numEpisodes);
  try {
    const maxSteps = episodeLimit(config, environments.spec);
    const run = (mode: ActingMode): Promise<Evaluation> => {
      const rng = createRng(config.seed, `evaluation/${mode}`);
      const onStep = (share: number) => onProgress?.({ name: EVALUATIONS[mode], share });
      return evaluate(environments, learner.representatives, mode, rng, { maxSteps, onStep });
    };
    const deterministic = await run("deterministic");
    const stochastic = await run("stochastic");
    const k = config.representatives;
    const { spec, agentParameters } = environments;
    const { assignment } = learner.representatives;
    const options = outsideOptionsOf(config, spec.numAgents);
    const estimate = ({ returns }: Evaluation) =>
      estimateWelfare(returns, assignment, k, spec.reportScale, options);
    const utilities = meanReturns(deterministic.returns, k, spec.numAgents).map((x) => x * spec.reportScale);
    const served = {
      assignment: [...assignment],
      utilities: rowsOf(utilities, spec.numAgents),
      outsideOptions: config.outsideOption === null ? null : [...options],
    };
    const summary: Summary = {
      environment: config.env,
      algorithm: config.algorithm,
      finished: learner.iteration >= numIterations(config),
      welfare: estimate(deterministic),
      stochasticWelfare: estimate(stochastic),
      distribution: distributionOf(agentsWelfare(served)),
      // Known of tours that serve everybody.
      bestKnownWelfare: served.outsideOptions ? null : bestKnownWelfare(config.env, k, spec.numAgents),
      ...served,
      participation: (spec.numAgents - optedOut(served).length) / spec.numAgents,
      agentParameters: rowsOf(agentParameters, spec.agentParameters.length),
      parameters: spec.agentParameters.map(({ name, unit, minimum, maximum }) => ({
        ...{ name, unit, minimum, maximum },
      })),
      committee: committeeSummary(config, spec, agentParameters),
      cutShort: { episodes: deterministic.cutShort + stochastic.cutShort, steps: maxSteps },
      transitions: learner.iteration * config.batchSize,
      seconds,
      ...(await unseenPart(transports, config, learner, environments, numEpisodes, onProgress)),
    };
    return { summary, trajectories: deterministic.trajectories };
  } finally {
    await environments.close();
  }
}

/** What of a summary is about test agents: nothing, if a run has none. */
async function unseenPart(
  transports: readonly Transport[],
  config: TrainConfig,
  { representatives }: Learner,
  { spec, agentParameters }: Environments,
  numEpisodes: number,
  onProgress?: EvaluationObserver,
): Promise<Pick<Summary, "unseen">> {
  if (config.testAgents === null) return {};
  const parameters = { rows: spec.numAgents, columns: spec.agentParameters.length, values: agentParameters };
  const trainingAgents = { parameters, assignment: representatives.assignment };
  return {
    unseen: await evaluateUnseen(
      transports,
      config,
      representatives,
      trainingAgents,
      numEpisodes,
      onProgress,
    ),
  };
}
