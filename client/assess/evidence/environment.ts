import type { Dossier } from "../../../approval/index.js";
import type { TrainConfig } from "../../config/train-config.js";
import type { Environments } from "../../remote/environments/environments.js";

/** The environment that policies were assessed in. */
export function environmentEvidence(
  { spec, actionSpace, observationSize }: Environments,
  { envOptions }: Pick<TrainConfig, "envOptions">,
): Dossier["environment"] {
  return {
    id: spec.id,
    options: { ...envOptions },
    observationSize,
    actionSpace:
      actionSpace.kind === "discrete"
        ? { kind: "discrete", n: actionSpace.n }
        : {
            kind: "box",
            low: eachOf(actionSpace.low, actionSpace.shape[0]),
            high: eachOf(actionSpace.high, actionSpace.shape[0]),
          },
    maxEpisodeSteps: spec.maxEpisodeSteps || null,
    reportScale: spec.reportScale,
    parameters: spec.agentParameters.map(({ name, unit, minimum, maximum }) => ({
      ...{ name, unit },
      ...{ minimum: finite(minimum), maximum: finite(maximum) },
    })),
  };
}

/** Bounds of each component, of bounds for all or for each. */
function eachOf(bounds: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, c) => finite(bounds[c % bounds.length]));
}

/** JSON has no infinite numbers. */
function finite(bound: number): number {
  return Math.min(Math.max(bound, -Number.MAX_VALUE), Number.MAX_VALUE);
}
