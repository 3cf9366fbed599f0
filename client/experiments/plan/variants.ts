import { assignerRegistry } from "../../assignment/assigners/index.js";
import { type TrainConfigInput, trainConfigSchema } from "../../config/train-config.js";

/** Whether a variant's algorithm has prototypes and therefore an ε. */
export function hasPrototypes(settings: TrainConfigInput): boolean {
  return ruleOf(settings) !== undefined;
}

/** Whether a variant's algorithm determines k. */
export function findsCount(settings: TrainConfigInput): boolean {
  const cover = trainConfigSchema.shape.cover.parse(settings.cover);
  return ruleOf(settings)?.decidesCount({ cover }) ?? false;
}

function ruleOf(settings: TrainConfigInput) {
  const algorithm = trainConfigSchema.shape.algorithm.parse(settings.algorithm);
  return assignerRegistry.get(algorithm).prototypes;
}
