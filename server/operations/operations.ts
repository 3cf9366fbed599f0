import { checkSteppable, copyActions } from "../../envs/index.js";
import {
  DataType,
  decodeTensor,
  type InteractRequest,
  type InteractResponse,
  type ResetRequest,
  type ResetResponse,
  type StepRequest,
  type StepResponse,
  unexpected,
} from "../../proto/index.js";
import { checkSeed } from "../catalog/choose-environment.js";
import { decodeMask } from "./mask.js";
import { render } from "./pictures.js";
import { putPolicies } from "./policies.js";
import { encodeReset, encodeStep } from "./replies.js";
import { rollOut } from "./rollouts.js";
import { restoreState, saveState } from "./states.js";
import type { Workplace } from "./workplace.js";

type Action = InteractRequest["action"];
type Result = InteractResponse["result"];

/** What a request of a session may be, for errors. */
export const ACTION_NAMES = "reset, step, render, save_state, restore_state, put_policies or rollout";

/** @throws InvalidValueError, EpisodeStateError or ContractError; nothing has changed unless it is ENVIRONMENT_FAILED */
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
    case "putPolicies":
      return { $case: "putPolicies", value: await putPolicies(place, action.value) };
    case "rollout":
      return { $case: "rollout", value: await rollOut(place, action.value) };
    default:
      throw unexpected("action", ACTION_NAMES, action?.$case ?? "nothing");
  }
}

async function reset({ environments, format }: Workplace, request: ResetRequest): Promise<ResetResponse> {
  const { numEnvs } = environments;
  const mask = decodeMask(request.mask, numEnvs);
  if (request.seed !== undefined) checkSeed("seed", request.seed, numEnvs);
  await environments.reset(mask, request.seed);
  return encodeReset(environments, format);
}

async function step({ environments, format, meter }: Workplace, request: StepRequest): Promise<StepResponse> {
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
  const seconds = (performance.now() - start) / 1000;
  meter.stepped(numEnvs, seconds);
  return encodeStep(environments, format, seconds);
}
