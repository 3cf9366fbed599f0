import { type AutoresetMode, spaceSize } from "../../envs/index.js";
import { checkLimit } from "../base/limits.js";
import type { ChosenEnvironment } from "../catalog/choose-environment.js";
import { type InfoColumn, infoBytes } from "./infos.js";

/** More than a tensor's tags, dtype, shape and lengths take, in bytes; names of infos count besides. */
const TENSOR_OVERHEAD = 64;
/** Tensors of a RolloutResponse without infos; a StepResponse has fewer. */
const NUM_TENSORS = 10;

/** What decides how large a session's responses are. */
interface StepReply {
  readonly environment: Pick<ChosenEnvironment, "kind" | "numAgents">;
  /** N. */
  readonly numEnvs: number;
  readonly autoreset: AutoresetMode;
  readonly infos: readonly InfoColumn[];
}

/** The bytes of a session's largest StepResponse: rewards dense, and every episode just finished. */
export function largestStepReply(reply: StepReply): number {
  return reply.numEnvs * largestRow(reply) + tensorOverhead(reply);
}

/** @returns S of the longest rollout whose RolloutResponse always fits, as large as it may be */
export function largestRollout(reply: StepReply, maxMessageBytes: number): number {
  const { environment, numEnvs } = reply;
  const action = 4 * spaceSize(environment.kind.spec.actionSpace);
  const step = 4;
  const bytes = numEnvs * (largestRow(reply) + action + step);
  return Math.max(Math.floor((maxMessageBytes - tensorOverhead(reply)) / bytes), 0);
}

/** The bytes of one environment in a StepResponse, at most. */
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

/** What is besides the numbers of a response. */
function tensorOverhead({ infos }: StepReply): number {
  const names = infos.reduce((sum, { info }) => sum + 2 * (TENSOR_OVERHEAD + 3 * info.name.length), 0);
  return NUM_TENSORS * TENSOR_OVERHEAD + names;
}

/**
 * @param where - the field that made the reply so large, for errors
 * @param parts - what the reply consists of
 * @throws ContractError (LIMIT) if the reply would be too long a message
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
