import type { TrainConfigInput } from "./train-config.js";

/**
 * Where an environment's defaults differ from the schema's, which are those for MuJoCo: the settings of the
 * authors' code for Resource Gathering (the paper names none).
 */
export const ENVIRONMENT_DEFAULTS: Readonly<Record<string, TrainConfigInput>> = {
  "resource-gathering": {
    discount: 1,
    learningRate: { start: 5e-4, end: 1e-4 },
    entropyCoefficient: { start: 5e-2, end: 1e-3 },
    adamEpsilon: 1e-8,
    normalizeObservations: false,
  },
};
