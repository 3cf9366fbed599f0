import { type AutoresetMode, spaceSize } from "../../envs/index.js";
import { checkLimit } from "../base/limits.js";
import type { ChosenEnvironment } from "../catalog/choose-environment.js";
import { type InfoColumn, infoBytes } from "./infos.js";

/** Upper bound of the bytes of a tensor's tags, dtype, shape and lengths, without the name of an info. */
const TENSOR_OVERHEAD = 64;
/** Number of tensors of a StepResponse without infos. */
const STEP_TENSORS = 8;

/** Facts that determine the size of a session's responses. */
interface StepReply {
  readonly environment: Pick<ChosenEnvironment, "kind" | "numAgents">;
  /** N. */
  readonly numEnvs: number;
  readonly autoreset: AutoresetMode;
  readonly infos: readonly InfoColumn[];
}

/** Bytes of a session's largest possible StepResponse: with dense rewards, and with every episode just finished. */
export function largestStepReply({ environment, numEnvs, autoreset, infos }: StepReply): number {
  const { kind, numAgents } = environment;
  const observation = 4 * spaceSize(kind.spec.observationSpace);
  const rewards = 4 * numAgents;
  const flags = 2;
  const finished = 8;
  const once = observation + rewards + infoBytes(infos) + flags;
  const again = finished + rewards + (autoreset === "same-step" ? observation + infoBytes(infos) : 0);
  const names = infos.reduce((sum, { info }) => sum + 2 * (TENSOR_OVERHEAD + 3 * info.name.length), 0);
  return numEnvs * (once + again) + STEP_TENSORS * TENSOR_OVERHEAD + names;
}

/**
 * @param where - the field that determines the reply's size, for errors
 * @param parts - names the reply's parts, for errors
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
