import type * as Ort from "onnxruntime-node";
import { ModelProto } from "../../proto/gen/onnx/onnx.js";
import type { CostCheck, PolicyTask } from "./cost.js";
import { checkInterface, OBSERVATION, outputSizes } from "./policy-shapes.js";
import { readModel } from "./read-model.js";
import { openSession } from "./session.js";

/** Distributions of actions for B environments, by the names of a policy's outputs. */
export type PolicyOutputs = Readonly<Record<string, Float32Array>>;

/**
 * A policy decides for at least so many rows at once: ONNX Runtime multiplies a single row in another order, and bits
 * must not depend on how environments are spread over threads or requests. Rows without an environment are zero.
 */
export const LEAST_ROWS = 2;

/** A policy that is ready to decide. */
export interface LoadedPolicy {
  readonly name: string;
  /**
   * @param observations - [B, d]; must not change until the promise resolves
   * @param modeOnly - whether only what the most likely actions follow from is wanted, which saves a fifth of the time
   * for a small policy
   * @returns `mean` [B, a] and `log_std` [B, a] or [a], or `logits` [B, a]
   */
  decide(observations: Float32Array, modeOnly?: boolean): Promise<PolicyOutputs>;
  release(): Promise<void>;
}

/** A policy that a client sent. */
export interface PolicyModel {
  readonly name: string;
  readonly model: Uint8Array;
}

/** The libraries that check and run policies. */
export interface PolicyTools {
  readonly ort: typeof Ort;
  readonly cost: CostCheck;
}

/** @throws ContractError (INVALID_VALUE, LIMIT) if the model is no policy for this task */
export async function loadPolicy(
  { ort, cost }: PolicyTools,
  { name, model: bytes }: PolicyModel,
  task: PolicyTask,
): Promise<LoadedPolicy> {
  const { spaces, where } = task;
  const model = readModel(bytes, where);
  checkInterface(model.graph, spaces, where);
  await cost.check(model, task);
  const session = await openSession(ort, ModelProto.encode(model).finish(), where);
  const allOutputs = Object.keys(outputSizes(spaces));
  const modeOutputs = allOutputs.slice(0, 1);
  return {
    name,
    async decide(observations, modeOnly = false) {
      const shape = [observations.length / spaces.observationSize, spaces.observationSize];
      const feeds = { [OBSERVATION]: new ort.Tensor("float32", observations, shape) };
      const results = await session.run(feeds, modeOnly ? modeOutputs : allOutputs);
      const outputs: Record<string, Float32Array> = {};
      for (const output in results) outputs[output] = results[output].data as Float32Array;
      return outputs;
    },
    release: () => session.release(),
  };
}
