import {
  bytesToArray,
  DataType,
  decodeRewards,
  type InteractRequest,
  type InteractResponse,
  type ResetResponse,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import type { Session } from "../sessions/session.js";
import type { Frame } from "./observations.js";

type Action = NonNullable<InteractRequest["action"]>;
/** The result of a successful request, by the request's kind; both have the same `$case`. */
type ResultOf<C extends Action["$case"]> = Extract<InteractResponse["result"], { $case: C }>["value"];

/** A frame that a step returned. */
export interface SteppedFrame extends Frame {
  readonly terminated: boolean;
  readonly truncated: boolean;
}

/** A session of one environment, driven in this process. */
export interface FrameSource {
  /** @param seed - if given, the environment is first seeded with it */
  reset(seed: number | undefined): Promise<Frame>;
  /** @param actions - [1, a] or [1] */
  step(actions: Tensor): Promise<SteppedFrame>;
}

/** @param numAgents - n */
export function createFrameSource(session: Session, numAgents: number): FrameSource {
  let sequence = 1;

  async function perform<C extends Action["$case"]>(
    action: Extract<Action, { $case: C }>,
  ): Promise<ResultOf<C>> {
    const { result } = await session.perform({ sequence, action });
    sequence++;
    return result!.value as ResultOf<C>;
  }

  return {
    async reset(seed) {
      const response = await perform({ $case: "reset", value: { mask: undefined, seed } });
      return toFrame(response, new Float32Array(numAgents));
    },
    async step(actions) {
      const response = await perform({ $case: "step", value: { actions } });
      const rewards = new Float32Array(numAgents);
      decodeRewards(response.rewards, "rewards", numAgents, rewards);
      const isSet = (flag: Tensor | undefined) => flag!.data[0] === 1;
      const { terminated, truncated } = response;
      return {
        ...toFrame(response, rewards),
        terminated: isSet(terminated),
        truncated: isSet(truncated),
      };
    },
  };
}

function toFrame({ observations, infos }: ResetResponse | StepResponse, rewards: Float32Array): Frame {
  const observation = bytesToArray(DataType.DATA_TYPE_FLOAT32, observations!.data);
  return { observation, rewards, infos };
}
