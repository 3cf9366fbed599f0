import type { InteractRequest, InteractResponse, Rewards, Tensor } from "../../proto/index.js";

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
      const final = finished && [
        rewardsBytes(finished.returns),
        tensorBytes(finished.finalObservations),
        infoBytes(finished.finalInfos),
      ];
      return tensorBytes(observations) + rewardsBytes(rewards) + infoBytes(infos) + sum(final ?? []);
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

function rewardsBytes(rewards: Rewards | undefined): number {
  const encoding = rewards?.encoding;
  if (encoding?.$case !== "sparse") return tensorBytes(encoding?.value);
  const { rows, counts, agents, values } = encoding.value;
  return sum([rows, counts, agents, values].map(({ byteLength }) => byteLength));
}
