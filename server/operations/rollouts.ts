import { checkSteppable, spaceSize } from "../../envs/index.js";
import {
  ActionChoice,
  ContractError,
  DataType,
  decodeTensor,
  encodeRewards,
  encodeTensor,
  type FinishedEpisodes,
  type RolloutRequest,
  type RolloutResponse,
  type Tensor,
  unexpected,
} from "../../proto/index.js";
import type { EndedEpisode } from "../shards/ended-episodes.js";
import type { RolloutResult, ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeInfos } from "./infos.js";
import { type ReplyFormat, reshaped } from "./replies.js";
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
    finished: ended.length === 0 ? undefined : encodeEnded(environments, format, ended),
    actingSeconds,
    steppingSeconds,
  };
}

function encodeEnded(
  { spec, numAgents, autoreset }: ShardedEnvironments,
  { infos, sparse }: ReplyFormat,
  ended: readonly EndedEpisode[],
): FinishedEpisodes {
  const int32 = (value: (episode: EndedEpisode) => number) =>
    encodeTensor(DataType.DATA_TYPE_INT32, [ended.length], Int32Array.from(ended, value));
  const final = autoreset === "same-step";
  const observations = () =>
    concatenate(
      Float32Array,
      ended.map(({ finalObservation }) => finalObservation),
    );
  const shape = [ended.length, spaceSize(spec.observationSpace)];
  const finalInfos = () =>
    encodeInfos(
      infos,
      concatenate(
        Float64Array,
        ended.map((one) => one.finalInfos),
      ),
    );
  return {
    environments: int32(({ environment }) => environment),
    lengths: int32(({ length }) => length),
    returns: encodeRewards(
      concatenate(
        Float32Array,
        ended.map(({ returns }) => returns),
      ),
      numAgents,
      sparse,
    ),
    finalObservations: final ? encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, observations()) : undefined,
    finalInfos: final ? finalInfos() : {},
    steps: int32(({ step }) => step),
  };
}

function concatenate<A extends Float32Array | Float64Array>(
  ArrayType: new (length: number) => A,
  arrays: readonly A[],
): A {
  const joined = new ArrayType(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
