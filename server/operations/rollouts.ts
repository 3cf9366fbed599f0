import { checkSteppable, spaceSize } from "../../envs/index.js";
import {
  ActionChoice,
  ContractError,
  DataType,
  decodeTensor,
  encodeRewards,
  encodeTensor,
  type RolloutRequest,
  type RolloutResponse,
  type Tensor,
  unexpected,
} from "../../proto/index.js";
import type { RolloutResult, ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeFinished, encodeNumbers } from "./finished-episodes.js";
import { encodeInfos } from "./infos.js";
import { reshaped } from "./replies.js";
import type { ReplyFormat } from "./reply-format.js";
import { largestRollout } from "./reply-size.js";
import type { Workplace } from "./workplace.js";

/** Lets a session's policies act in its environments. */
export async function rollOut(place: Workplace, request: RolloutRequest): Promise<RolloutResponse> {
  const { environments, format, meter } = place;
  const { numSteps, noiseSeed, firstStep } = request;
  checkSteps(place, request);
  if (environments.numPolicies === 0)
    throw new ContractError("NO_POLICIES", "this session has no policies: put some before a rollout");
  const policies = decodePolicies(request.policies, environments);
  const sampled = isSampled(request.actionChoice);
  checkSteppable(environments.buffers.phases, environments.autoreset);
  const keepsInfos = format.infos.length > 0;
  const result = await environments.rollout({
    numSteps,
    policies,
    sampled,
    noiseSeed,
    firstStep,
    keepsInfos,
  });
  meter.stepped(numSteps * environments.numEnvs, result.steppingSeconds);
  return encodeRollout(environments, format, result, numSteps);
}

/** @throws ContractError (INVALID_VALUE, LIMIT) if there are too few or too many steps */
function checkSteps({ environments, format, maxMessageBytes }: Workplace, request: RolloutRequest): void {
  const { numSteps, firstStep } = request;
  if (numSteps < 1) throw unexpected("num_steps", "at least 1", `${numSteps}`);
  const { kind, numEnvs, numAgents, autoreset } = environments;
  if (autoreset === "disabled" && numSteps > 1)
    throw unexpected("num_steps", "1 where autoreset is disabled", `${numSteps}`);
  const reply = { environment: { kind, numAgents }, numEnvs, autoreset, infos: format.infos };
  const most = largestRollout(reply, maxMessageBytes);
  if (numSteps > most) {
    const expected = `at most ${most}, whose answer fits into ${maxMessageBytes} bytes`;
    throw unexpected("num_steps", expected, `${numSteps}`, "LIMIT");
  }
  const last = Number.MAX_SAFE_INTEGER - numSteps;
  if (firstStep > last) throw unexpected("first_step", `a number from 0 to ${last}`, `${firstStep}`);
}

/** @returns [N]: which policy decides for each environment */
function decodePolicies(
  tensor: Tensor | undefined,
  { numEnvs, numPolicies }: ShardedEnvironments,
): Int32Array {
  const policies = decodeTensor(tensor, "policies", { dtype: DataType.DATA_TYPE_INT32, shape: [numEnvs] });
  const wrong = policies.findIndex((policy) => policy < 0 || policy >= numPolicies);
  if (wrong < 0) return policies;
  const got = `${policies[wrong]} for environment ${wrong}`;
  throw unexpected("policies", `numbers from 0 to ${numPolicies - 1}`, got);
}

function isSampled(choice: ActionChoice): boolean {
  if (choice === ActionChoice.ACTION_CHOICE_MODE) return false;
  if (choice <= ActionChoice.ACTION_CHOICE_SAMPLE && choice >= 0) return true;
  throw unexpected("action_choice", "SAMPLE or MODE", `${choice}`);
}

function encodeRollout(
  environments: ShardedEnvironments,
  format: ReplyFormat,
  { buffers, ended, actingSeconds, steppingSeconds }: RolloutResult,
  numSteps: number,
): RolloutResponse {
  const { spec, numEnvs, numAgents } = environments;
  const rows = [numSteps, numEnvs];
  const { actionSpace } = spec;
  const flags = (array: Uint8Array) => encodeTensor(DataType.DATA_TYPE_BOOL, rows, array);
  const finished = encodeFinished(environments, format, ended);
  const observationShape = [...rows, spaceSize(spec.observationSpace)];
  return {
    observations: encodeTensor(DataType.DATA_TYPE_FLOAT32, observationShape, buffers.observations),
    actions:
      actionSpace.kind === "box"
        ? encodeTensor(DataType.DATA_TYPE_FLOAT32, [...rows, ...actionSpace.shape], buffers.actions)
        : encodeTensor(DataType.DATA_TYPE_INT32, rows, buffers.actions),
    rewards: encodeRewards(buffers.rewards, numAgents, format.sparse),
    terminated: flags(buffers.terminated),
    truncated: flags(buffers.truncated),
    infos: reshaped(encodeInfos(format.infos, buffers.infos), rows),
    finished: finished && { ...finished, steps: encodeNumbers(ended, ({ step }) => step) },
    actingSeconds,
    steppingSeconds,
  };
}
