import { type Frame, Phase } from "../../envs/index.js";
import {
  ContractError,
  DataType,
  encodeTensor,
  type RenderRequest,
  type RenderResponse,
  type Tensor,
  unexpected,
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
  const chosen = Uint8Array.from({ length: numEnvs }, (_, j) => mask?.[j] ?? 1);
  const first = chosen.indexOf(1);
  const others = chosen.with(first, 0);
  const numOthers = others.reduce((sum, entry) => sum + entry, 0);
  // All frames have one size, so the first one shows whether all fit into a message.
  const [frame] = await environments.render(new Uint8Array(numEnvs).with(first, 1));
  const pixels = new Array<Uint8Array>(1 + numOthers).fill(frame.data);
  checkReplySize("mask", pixels, maxMessageBytes, `bytes of pictures (${pixels.length} environments)`);
  const rest = numOthers === 0 ? [] : await environments.render(others);
  return { frames: encodeFrames([frame, ...rest]) };
}

/**
 * @returns [frames, height, width, 3]
 * @throws ContractError (REQUEST_FAILED) if the frames differ in size
 */
function encodeFrames(frames: readonly Frame[]): Tensor {
  const [{ height, width }] = frames;
  const other = frames.find((frame) => frame.height !== height || frame.width !== width);
  if (other !== undefined) {
    const got = `${other.height} × ${other.width}`;
    throw unexpected("frames", `all of ${height} × ${width} pixels, as the first`, got, "REQUEST_FAILED");
  }
  const data = new Uint8Array(frames.length * height * width * 3);
  frames.forEach((frame, i) => {
    data.set(frame.data, i * height * width * 3);
  });
  return encodeTensor(DataType.DATA_TYPE_UINT8, [frames.length, height, width, 3], data);
}
