import {
  checkState,
  checkSteppable,
  copyActions,
  type Frame,
  Phase,
  stateFingerprint,
} from "../../envs/index.js";
import {
  ContractError,
  DataType,
  decodeTensor,
  encodeTensor,
  type InteractRequest,
  type InteractResponse,
  type RenderRequest,
  type RenderResponse,
  type ResetRequest,
  type ResetResponse,
  type RestoreStateRequest,
  type RestoreStateResponse,
  type SaveStateResponse,
  type StepRequest,
  type StepResponse,
  type Tensor,
  unexpected,
} from "../../proto/index.js";
import { checkSeed } from "../catalog.js";
import { toContractError } from "../errors.js";
import { checkLimit } from "../limits.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeObservations, encodeReset, encodeStep, type ReplyFormat } from "./replies.js";

/** What requests are carried out on, and how they are answered. */
export interface Workplace {
  readonly environments: ShardedEnvironments;
  readonly format: ReplyFormat;
  readonly maxMessageBytes: number;
}

type Action = InteractRequest["action"];
type Result = InteractResponse["result"];

/** @throws InvalidValueError, EpisodeStateError or ContractError; unless it is ENVIRONMENT_FAILED, nothing changed */
export async function carryOut(place: Workplace, action: Action): Promise<Result> {
  switch (action?.$case) {
    case "reset":
      return { $case: "reset", value: await reset(place, action.value) };
    case "step":
      return { $case: "step", value: await step(place, action.value) };
    case "render":
      return { $case: "render", value: await render(place, action.value) };
    case "saveState":
      return { $case: "saveState", value: await saveState(place) };
    case "restoreState":
      return { $case: "restoreState", value: await restoreState(place, action.value) };
    default:
      throw unexpected(
        "action",
        "reset, step, render, save_state or restore_state",
        action?.$case ?? "nothing",
      );
  }
}

async function reset({ environments, format }: Workplace, request: ResetRequest): Promise<ResetResponse> {
  const { numEnvs } = environments;
  const mask = decodeMask(request.mask, numEnvs);
  if (request.seed !== undefined) checkSeed("seed", request.seed, numEnvs);
  await environments.reset(mask, request.seed);
  return encodeReset(environments, format);
}

async function step({ environments, format }: Workplace, request: StepRequest): Promise<StepResponse> {
  const { spec, numEnvs, buffers, autoreset } = environments;
  const { actionSpace } = spec;
  const expectation =
    actionSpace.kind === "box"
      ? { dtype: DataType.DATA_TYPE_FLOAT32 as const, shape: [numEnvs, ...actionSpace.shape] }
      : { dtype: DataType.DATA_TYPE_INT32 as const, shape: [numEnvs] };
  const actions = decodeTensor(request.actions, "actions", expectation);
  checkSteppable(buffers.phases, autoreset);
  copyActions(actionSpace, actions, buffers.actions);
  const start = performance.now();
  await environments.step();
  return encodeStep(environments, format, (performance.now() - start) / 1000);
}

async function render(place: Workplace, request: RenderRequest): Promise<RenderResponse> {
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
  const bytes = frames.reduce((sum, { data }) => sum + data.byteLength, 0);
  checkLimit("mask", bytes, maxMessageBytes, `bytes of pictures (${frames.length} environments)`);
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

async function saveState({ environments, maxMessageBytes }: Workplace): Promise<SaveStateResponse> {
  const states = await environments.save();
  const bytes = states.reduce((sum, state) => sum + state.byteLength, 0);
  checkLimit("states", bytes, maxMessageBytes, "bytes of states");
  return { states };
}

async function restoreState(
  { environments }: Workplace,
  { states }: RestoreStateRequest,
): Promise<RestoreStateResponse> {
  checkStates(environments, states);
  await environments.restore(states);
  return { observations: encodeObservations(environments) };
}

/** Looks at every state before one is restored, so that a bad one leaves all environments as they were. */
function checkStates(environments: ShardedEnvironments, states: readonly Uint8Array[]): void {
  const { kind, numEnvs, parameters } = environments;
  if (states.length !== numEnvs) throw unexpected("states", `${numEnvs} of them`, `${states.length}`);
  const fingerprint = stateFingerprint(kind, parameters);
  states.forEach((state, j) => {
    if (state.length === 0) return;
    try {
      checkState(fingerprint, state, kind.spec);
    } catch (error) {
      const { expected = "a saved state", got = "another" } = toContractError(error)?.details ?? {};
      throw unexpected(`states[${j}]`, expected, got);
    }
  });
}

/** @returns [N], 0 or 1; undefined if left out */
function decodeMask(tensor: Tensor | undefined, numEnvs: number): Uint8Array | undefined {
  if (tensor === undefined) return undefined;
  const mask = decodeTensor(tensor, "mask", { dtype: DataType.DATA_TYPE_BOOL, shape: [numEnvs] });
  const bad = mask.findIndex((value) => value > 1);
  if (bad >= 0) throw unexpected("mask", "entries of 0 or 1", `${mask[bad]} at [${bad}]`);
  if (!mask.includes(1)) throw unexpected("mask", "at least one true entry", "none");
  return mask;
}
