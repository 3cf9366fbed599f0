import { type Frame, Phase } from "../../envs/index.js";
import {
  ContractError,
  DataType,
  encodeTensor,
  type RenderRequest,
  type RenderResponse,
  type Tensor,
} from "../../proto/index.js";
import { decodeMask } from "./mask.js";
import { checkReplySize } from "./reply-size.js";
import type { Workplace } from "./workplace.js";

export async function render(place: Workplace, request: RenderRequest): Promise<RenderResponse> {
  const { environments, maxMessageBytes } = place;
  const { spec, numEnvs, buffers } = environments;
  const mask = decodeMask(request.mask, numEnvs);
  if (!spec.renderModes.includes("rgb_array")) {
    throw new ContractError("RENDER", `env "${spec.id}" cannot be drawn: its spec names no render mode`);
  }
  const unreset = buffers.phases.findIndex((phase, j) => phase === Phase.unreset && (mask?.[j] ?? 1) === 1);
  if (unreset >= 0) {
    throw new ContractError("NOT_RESET", `environment ${unreset} was never reset: reset before rendering`);
  }
  const frames = await environments.render(mask);
  const pixels = frames.map(({ data }) => data);
  checkReplySize("mask", pixels, maxMessageBytes, `bytes of pictures (${frames.length} environments)`);
  return { frames: encodeFrames(frames) };
}

/** [frames, height, width, 3]. */
function encodeFrames(frames: readonly Frame[]): Tensor {
  const [{ height, width }] = frames;
  const data = new Uint8Array(frames.length * height * width * 3);
  frames.forEach((frame, i) => {
    data.set(frame.data, i * height * width * 3);
  });
  return encodeTensor(DataType.DATA_TYPE_UINT8, [frames.length, height, width, 3], data);
}
