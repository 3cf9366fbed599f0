import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { createLearner, type Learner } from "../learner/learner.js";

/** The learner that a checkpoint saved. */
export function restoredLearner({ learner }: Checkpoint, config: TrainConfig, engine: Engine): Learner {
  return createLearner(learner.sizes, config, engine, { snapshot: learner });
}
