import type { TrainConfigInput } from "./train-config.js";

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
  // An action affects the velocity for less than a second, which is 20 steps.
  "half-cheetah-velocity": {
    discount: 0.95,
    learningRate: { start: 1e-3, end: 1e-4 },
    hiddenSizes: [64, 64],
  },
};
