import type { TrainConfigInput } from "./train-config.js";

/**
 * Where an environment's defaults differ from the schema's, which are the paper's for MuJoCo: the settings of
 * the authors' code for Resource Gathering, as the paper names none. Its step limit is part of the task: what
 * an agent wants is worth nothing later, so that a truncated state has no future to value.
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
};
