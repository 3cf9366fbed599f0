import type { TrainConfigInput } from "./train-config.js";

/**
 * Where an environment's defaults differ from the schema's, which are the paper's for MuJoCo: the settings of
 * the authors' code for Resource Gathering, as the paper names none. Its step limit is part of the task: what
 * an agent wants is worth nothing later, so that a truncated state has no future to value. Of the tasks of policy
 * committees nothing is published; their defaults are what was found to learn well.
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
  // What an action does to the velocity is over within a second, which is 20 steps.
  "half-cheetah-velocity": {
    discount: 0.95,
    learningRate: { start: 1e-3, end: 1e-4 },
    hiddenSizes: [64, 64],
  },
};
