import type { TrainConfig, TrainConfigInput } from "./train-config.js";

/**
 * Defaults by the name of what they reproduce, beneath an environment's own.
 *
 * `reference-code` is what the authors' code (github.com/dimonenka/RL_policy_budget) does where the paper says
 * otherwise or nothing: also what is a default today. What it has in common with the paper is left to the defaults.
 */
export const PRESETS: Readonly<Record<TrainConfig["preset"], TrainConfigInput>> = {
  paper: {},
  "reference-code": {
    envsPerRepresentative: 1,
    hiddenSizes: [64, 64],
    criticConditioning: "one-hot",
    squashMean: true,
    initialLogStd: -1,
    learnLogStd: false,
    storeClippedActions: true,
    bootstrapTruncated: false,
    advantageScope: "minibatch",
    advantageEpsilon: 0.01,
    klLimit: 0.05,
    klAverageDecay: 0.95,
    entropyCoefficient: { start: 1e-3, end: 1e-4 },
    scheduleSpeed: 1.1,
    observationStatistics: "normalized",
    utilityReturns: "latest",
    warmStartIterations: 50,
    emptyRepresentative: "last-agent",
  },
};
