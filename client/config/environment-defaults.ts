import type { TrainConfigInput } from "./train-config.js";

/**
 * Funds' returns do not depend on earlier weights, so that no later reward counts. Rewards are mostly luck: batches are
 * large, with few steps on each. Entropy keeps a spread of weights that is wide enough to learn from; in proportion to
 * weights it is the same for bold and for careful funds. A fund that is best for nobody keeps an investor like those that it
 * had, since with many funds luck empties one often.
 */
const FUNDS: TrainConfigInput = {
  discount: 0,
  gaeDecay: 0,
  hiddenSizes: [8],
  envsPerRepresentative: 256,
  batchSize: 5120,
  minibatchSize: 5120,
  epochs: 4,
  learningRate: { start: 3e-2, end: 2e-3 },
  entropyCoefficient: { start: 2e-2, end: 2e-2 },
  advantageEpsilon: 1e-4,
  initialLogStd: -1.5,
  utilityRate: 0.1,
  emptyRepresentative: "last-agent",
  evaluationEpisodes: 100,
};

/**
 * Environments' defaults that differ from the schema's, which are the paper's for MuJoCo. For Resource Gathering, the
 * paper gives none, so these are the settings of the authors' code. Its step limit is part of the task: rewards end
 * there, so a truncated state has no future value. For the tasks of policy committees nothing is published; their
 * defaults were chosen by experiments.
 */
export const ENVIRONMENT_DEFAULTS: Readonly<Record<string, TrainConfigInput>> = {
  "resource-gathering": {
    discount: 1,
    learningRate: { start: 5e-4, end: 1e-4 },
    entropyCoefficient: { start: 5e-2, end: 1e-3 },
    adamEpsilon: 1e-8,
    normalizeObservations: false,
    bootstrapTruncated: false,
  },
  portfolio: FUNDS,
  "portfolio-regimes": FUNDS,
  // A month's returns say less than a year's, so that batches are larger, and less may be spent on exploring.
  "portfolio-replay": {
    ...FUNDS,
    batchSize: 15_360,
    minibatchSize: 7680,
    entropyCoefficient: { start: 5e-3, end: 5e-3 },
  },
  // An action affects the velocity for less than a second, which is 20 steps.
  "half-cheetah-velocity": {
    discount: 0.95,
    learningRate: { start: 1e-3, end: 1e-4 },
    hiddenSizes: [64, 64],
  },
};
