import type {
  FinishedEpisodes,
  InteractRequest,
  InteractResponse,
  Rewards,
  Tensor,
} from "../../proto/index.js";

const tensorBytes = (tensor: Tensor | undefined) => tensor?.data.byteLength ?? 0;
const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);
const stateBytes = (states: readonly Uint8Array[]) => sum(states.map((state) => state.byteLength));
const infoBytes = (infos: { readonly [name: string]: Tensor }) => sum(Object.values(infos).map(tensorBytes));

/** Bytes of the tensors and states of a request; its other parts are small. */
export function requestBytes({ action }: InteractRequest): number {
  switch (action?.$case) {
    case "reset":
    case "render":
      return tensorBytes(action.value.mask);
    case "step":
      return tensorBytes(action.value.actions);
    case "restoreState":
      return stateBytes(action.value.states);
    case "putPolicies":
      return stateBytes(action.value.policies.map(({ model }) => model));
    case "rollout":
      return tensorBytes(action.value.policies);
    default:
      return 0;
  }
}

/** Bytes of the tensors and states of a response; its other parts are small. */
export function responseBytes({ result }: InteractResponse): number {
  switch (result?.$case) {
    case "reset":
      return tensorBytes(result.value.observations) + infoBytes(result.value.infos);
    case "step": {
      const { observations, rewards, infos, finished } = result.value;
      return tensorBytes(observations) + rewardsBytes(rewards) + infoBytes(infos) + finishedBytes(finished);
    }
    case "rollout": {
      const { observations, actions, rewards, terminated, truncated, infos, finished } = result.value;
      const tensors = [observations, actions, terminated, truncated].map(tensorBytes);
      return sum(tensors) + rewardsBytes(rewards) + infoBytes(infos) + finishedBytes(finished);
    }
    case "render":
      return tensorBytes(result.value.frames);
    case "saveState":
      return stateBytes(result.value.states);
    case "restoreState":
      return tensorBytes(result.value.observations);
    default:
      return 0;
  }
}

function finishedBytes(finished: FinishedEpisodes | undefined): number {
  if (finished === undefined) return 0;
  const { returns, finalObservations, finalInfos } = finished;
  return rewardsBytes(returns) + tensorBytes(finalObservations) + infoBytes(finalInfos);
}

function rewardsBytes(rewards: Rewards | undefined): number {
  const encoding = rewards?.encoding;
  if (encoding?.$case !== "sparse") return tensorBytes(encoding?.value);
  const { rows, counts, agents, values } = encoding.value;
  return sum([rows, counts, agents, values].map(({ byteLength }) => byteLength));
}
