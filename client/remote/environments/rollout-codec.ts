import type { Space } from "../../../envs/index.js";
import {
  ActionChoice,
  DataType,
  decodeTensor,
  encodeTensor,
  type FinishedEpisodes,
  type RolloutRequest,
  type RolloutResponse,
  type StepResponse,
  type Tensor,
  unexpected,
} from "../../../proto/index.js";
import type { RolloutEnd, RolloutOrder, RolloutPiece } from "./environments.js";
import { decodeStep, type StepSizes } from "./step-codec.js";

/** Some of a rollout's steps, in one request. */
export type RolloutPart = Pick<RolloutPiece, "firstStep" | "numSteps">;

export function encodeRollout(order: RolloutOrder, { firstStep, numSteps }: RolloutPart): RolloutRequest {
  const { policyOf, sampled, noiseSeed } = order;
  return {
    numSteps,
    policies: encodeTensor(DataType.DATA_TYPE_INT32, [policyOf.length], policyOf),
    actionChoice: sampled ? ActionChoice.ACTION_CHOICE_SAMPLE : ActionChoice.ACTION_CHOICE_MODE,
    noiseSeed,
    firstStep: order.firstStep + firstStep,
  };
}

/** The part that a response is for, and where its largest array goes. */
export interface ReceivedPart extends RolloutPart {
  /** Room for S · N · n rewards or more, which the result is a view of. */
  readonly rewardsRoom: Float32Array;
}

/**
 * Decodes a rollout of S steps of N environments as one step of S · N environments.
 * @throws ContractError if the response is not of these sizes
 */
export function decodeRollout(
  response: RolloutResponse,
  actionSpace: Space,
  sizes: StepSizes,
  { firstStep, numSteps: S, rewardsRoom }: ReceivedPart,
): RolloutPiece & RolloutEnd {
  const { numEnvs: N, numAgents: n } = sizes;
  const flat = (tensor: Tensor | undefined, where: string) => flattened(tensor, where, [S, N]);
  const asStep: StepResponse = {
    observations: flat(response.observations, "observations"),
    rewards: response.rewards,
    terminated: flat(response.terminated, "terminated"),
    truncated: flat(response.truncated, "truncated"),
    infos: Object.fromEntries(
      Object.entries(response.infos).map(([name, info]) => [name, flat(info, `infos["${name}"]`)!]),
    ),
    finished: response.finished && finishedAsStep(response.finished, S, N),
    seconds: response.steppingSeconds,
  };
  const nameRow = (row: number) =>
    `environment ${row % N} after step ${firstStep + Math.floor(row / N)} of a rollout`;
  const step = decodeStep(asStep, { ...sizes, numEnvs: S * N, nameRow }, rewardsRoom.subarray(0, S * N * n));
  const { actingSeconds } = response;
  if (!(actingSeconds >= 0 && actingSeconds < Number.POSITIVE_INFINITY))
    throw unexpected("acting_seconds", "a number from 0", `${actingSeconds}`);
  const { observations, rewards, terminated, truncated, infos } = step;
  return {
    ...{ firstStep, numSteps: S, firstRow: 0, numEnvs: N },
    // Views of a message would keep all of it.
    observations: observations.slice(),
    ...{ rewards, terminated, truncated, infos },
    actions: decodeActions(response.actions, actionSpace, [S, N]),
    finished: step.finished.map((episode) => ({
      ...episode,
      environment: episode.environment % N,
      step: firstStep + Math.floor(episode.environment / N),
    })),
    actingSeconds,
    steppingSeconds: step.seconds,
  };
}

/** @returns [S · N, …] of [S, N, …] */
function flattened(
  tensor: Tensor | undefined,
  where: string,
  [S, N]: readonly [number, number],
): Tensor | undefined {
  if (tensor === undefined) return undefined;
  const [steps, environments, ...rest] = tensor.shape;
  if (steps === S && environments === N) return { ...tensor, shape: [S * N, ...rest] };
  throw unexpected(where, `shape [${S}, ${N}, …]`, `[${tensor.shape.join(", ")}]`);
}

/** With rows of a step of S · N environments in place of environments. */
function finishedAsStep(finished: FinishedEpisodes, S: number, N: number): FinishedEpisodes {
  const dtype = DataType.DATA_TYPE_INT32;
  const environments = decodeTensor(finished.environments, "finished.environments", { dtype, shape: [-1] });
  const F = environments.length;
  const steps = decodeTensor(finished.steps, "finished.steps", { dtype, shape: [F] });
  const rows = environments.map((environment, f) => {
    if (!(environment >= 0 && environment < N))
      throw unexpected("finished.environments", `environments from 0 to ${N - 1}`, `${environment}`);
    if (!(steps[f] >= 0 && steps[f] < S))
      throw unexpected("finished.steps", `steps from 0 to ${S - 1}`, `${steps[f]}`);
    return steps[f] * N + environment;
  });
  return { ...finished, environments: encodeTensor(dtype, [F], rows) };
}

function decodeActions(tensor: Tensor | undefined, space: Space, rows: readonly number[]) {
  if (space.kind === "discrete") {
    const actions = decodeTensor(tensor, "actions", { dtype: DataType.DATA_TYPE_INT32, shape: rows });
    const wrong = actions.find((action) => action < 0 || action >= space.n);
    if (wrong === undefined) return actions.slice();
    throw unexpected("actions", `actions from 0 to ${space.n - 1}`, `${wrong}`);
  }
  const shape = [...rows, ...space.shape];
  const actions = decodeTensor(tensor, "actions", { dtype: DataType.DATA_TYPE_FLOAT32, shape });
  const wrong = actions.find((action) => !Number.isFinite(action));
  if (wrong === undefined) return actions.slice();
  throw unexpected("actions", "finite numbers", `${wrong}`);
}
