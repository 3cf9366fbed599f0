import type * as tf from "@tensorflow/tfjs-core";
import type { TrainConfig } from "../../config/train-config.js";
import type { Engine } from "../../engines/engine.js";
import type { Arrays, NdArray } from "../../jit/nd-array.js";
import type { Scan } from "../../jit/scan.js";
import { type ActInputs, act } from "../model/act.js";
import type { Model, ModelState, Sizes } from "../model/model.js";
import { type Rollout, type RolloutBlock, rolloutBlocks } from "../rollout/rollout.js";
import {
  type Batch,
  type BatchBlock,
  type BatchCarry,
  type BatchParameters,
  batchBlock,
} from "../update/batch.js";
import {
  type MinibatchRows,
  minibatchStep,
  type StepMetrics,
  type UpdateInputs,
} from "../update/minibatch-step.js";

/** The functions of tensors that make up a learner, ready to run. */
export type Programs = ReturnType<typeof createPrograms>;

export function createPrograms(engine: Engine, model: Model, config: TrainConfig) {
  const runBlocks = engine.scan<BatchCarry, RolloutBlock, BatchParameters, BatchBlock>(
    (inputs) => batchBlock(model, config, inputs),
    { reverse: true },
  );
  return {
    act: engine.prepare((inputs: ActInputs) => act(model.actor, model.actorLayout, inputs)),
    /** Computes α [k, n] from the assigner's parameters [k, n]. */
    assign: engine.prepare(({ parameters }: { readonly parameters: tf.Tensor2D }) => ({
      weights: model.assigner.weights(parameters),
    })),
    /** Makes a batch from a rollout, with the moments from which explained variance is computed. */
    makeBatch: (rollout: Rollout, parameters: Arrays<BatchParameters>) =>
      makeBatch(runBlocks, model.sizes, rollout, parameters),
    epoch: engine.scan<ModelState, MinibatchRows, UpdateInputs, StepMetrics>(
      (inputs) => minibatchStep(model, config, inputs),
      { parallel: true },
    ),
  };
}

async function makeBatch(
  runBlocks: Scan<BatchCarry, RolloutBlock, BatchParameters, BatchBlock>,
  { numAgents: n }: Sizes,
  rollout: Rollout,
  parameters: Arrays<BatchParameters>,
) {
  const [T, k, B] = rollout.shape;
  const blocks = rolloutBlocks(rollout);
  const { y } = await runBlocks({
    carry: { advantages: { shape: [k, B, n], data: new Float32Array(k * B * n) } },
    x: blocks,
    shared: parameters,
  });
  const joined = ({ shape: [, , ...rest], data }: NdArray): NdArray => ({ shape: [T, ...rest], data });
  const batch: Arrays<Batch> = {
    observations: joined(y.observations),
    // The next iteration overwrites the rollout's arrays, and the batch must not change with them.
    actions: joined({ ...blocks.actions, data: blocks.actions.data.slice() }),
    oldLogProbs: joined(y.oldLogProbs),
    advantages: joined(y.advantages),
    returns: joined(y.returns),
  };
  return { batch, returnMoments: y.returnMoments, errorMoments: y.errorMoments };
}
