import type { TrainConfig, TrainConfigInput } from "./train-config.js";

/**
 * Presets of defaults, which an environment's own defaults override.
 *
 * `reference-code` has the settings of the authors' code (github.com/dimonenka/RL_policy_budget) where the paper differs
 * or says nothing, including settings that are defaults today. Settings that agree with the paper are left out.
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
