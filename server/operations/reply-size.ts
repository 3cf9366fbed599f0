import { type AutoresetMode, spaceSize } from "../../envs/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { ChosenEnvironment } from "../catalog/choose-environment.js";
import { type InfoColumn, infoBytes } from "./infos.js";

/** Upper bound of the bytes of a tensor's tags, dtype, shape and lengths, without the name of an info. */
const TENSOR_OVERHEAD = 64;
/** Tensors of a StepResponse without infos. */
const STEP_TENSORS = 8;
/** Tensors of a RolloutResponse without infos. */
const ROLLOUT_TENSORS = 10;

/** Facts that determine the size of a session's responses. */
interface StepReply {
  readonly environment: Pick<ChosenEnvironment, "kind" | "numAgents">;
  /** N. */
  readonly numEnvs: number;
  readonly autoreset: AutoresetMode;
  readonly infos: readonly InfoColumn[];
}

/** Bytes of a session's largest possible StepResponse: with dense rewards, and with every episode just finished. */
export function largestStepReply(reply: StepReply): number {
  return reply.numEnvs * largestRow(reply) + tensorOverhead(reply, STEP_TENSORS);
}

/** @returns S, the steps of the longest rollout whose largest possible RolloutResponse fits into a message */
export function largestRollout(reply: StepReply, maxMessageBytes: number): number {
  const { environment, numEnvs } = reply;
  const action = 4 * spaceSize(environment.kind.spec.actionSpace);
  const step = 4;
  const bytes = numEnvs * (largestRow(reply) + action + step);
  return Math.max(Math.floor((maxMessageBytes - tensorOverhead(reply, ROLLOUT_TENSORS)) / bytes), 0);
}

/** Bytes of one environment in the largest possible StepResponse. */
function largestRow({ environment, autoreset, infos }: StepReply): number {
  const { kind, numAgents } = environment;
  const observation = 4 * spaceSize(kind.spec.observationSpace);
  const rewards = 4 * numAgents;
  const flags = 2;
  const finished = 8;
  const once = observation + rewards + infoBytes(infos) + flags;
  const again = finished + rewards + (autoreset === "same-step" ? observation + infoBytes(infos) : 0);
  return once + again;
}

/** Upper bound of a response's bytes besides its numbers. */
function tensorOverhead({ infos }: StepReply, numTensors: number): number {
  const names = infos.reduce((sum, { info }) => sum + 2 * (TENSOR_OVERHEAD + 3 * info.name.length), 0);
  return numTensors * TENSOR_OVERHEAD + names;
}

/**
 * @param where - the field that determines the reply's size, for errors
 * @param parts - the contents of the reply
 * @throws ContractError (LIMIT) if the reply would be larger than a message may be
 */
export function checkReplySize(
  where: string,
  parts: readonly Uint8Array[],
  maxMessageBytes: number,
  unit: string,
): void {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength + TENSOR_OVERHEAD, TENSOR_OVERHEAD);
  checkLimit(where, bytes, maxMessageBytes, unit);
}
