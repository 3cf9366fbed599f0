import type { ActionArray, Frame, Space } from "../../../envs/index.js";
import {
  DataType,
  decodeRewards,
  decodeTensor,
  encodeTensor,
  type FinishedEpisodes,
  type InfoSpec,
  type Rewards,
  type StepResponse,
  type Tensor,
  type TensorDataType,
  unexpected,
} from "../../../proto/index.js";
import type { EnvironmentsStep, FinishedEpisode } from "./environments.js";
import { checkFinite } from "./finite.js";

/** Sizes of the tensors in a session's messages. */
export interface StepSizes {
  /** N. */
  readonly numEnvs: number;
  /** What row j of N is called in errors, for example "environment 3". */
  readonly nameRow: (row: number) => string;
  /** n. */
  readonly numAgents: number;
  /** d. */
  readonly observationSize: number;
  /** The requested infos. */
  readonly infos: readonly InfoSpec[];
  /** 0 means no limit. */
  readonly maxEpisodeSteps: number;
  /** Whether the step that ends an episode resets it. */
  readonly sameStep: boolean;
}

/** Largest height and width of a frame, in pixels. */
const LARGEST_FRAME = 16_384;

/** @param actions - [N, a] or [N] */
export function encodeActions(space: Space, actions: ActionArray, numEnvs: number): Tensor {
  return space.kind === "box"
    ? encodeTensor(DataType.DATA_TYPE_FLOAT32, [numEnvs, ...space.shape], actions)
    : encodeTensor(DataType.DATA_TYPE_INT32, [numEnvs], actions);
}

/** @returns [N, d] */
export function decodeObservations(tensor: Tensor | undefined, sizes: StepSizes): Float32Array {
  const rows = { where: "observations", numRows: sizes.numEnvs, nameRow: sizes.nameRow };
  return observationRows(tensor, rows, sizes);
}

/** The rows of a field, one an environment or one an episode that ended. */
interface FieldRows {
  /** The field, for errors. */
  readonly where: string;
  readonly numRows: number;
  /** What a row is called in errors. */
  nameRow(row: number): string;
}

/** @returns [rows, d] */
function observationRows(
  tensor: Tensor | undefined,
  { where, numRows, nameRow }: FieldRows,
  { observationSize: d }: StepSizes,
): Float32Array {
  const values = decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_FLOAT32, shape: [numRows, d] });
  checkFinite(values, where, (i) => `for component ${i % d} in ${nameRow(Math.floor(i / d))}`);
  return values;
}

/** @param into - [rows, n], written */
function rewardRows(
  rewards: Rewards | undefined,
  { where, nameRow }: Omit<FieldRows, "numRows">,
  into: Float32Array,
  { numAgents: n }: StepSizes,
): void {
  decodeRewards(rewards, where, n, into);
  checkFinite(into, where, (i) => `for agent ${i % n} in ${nameRow(Math.floor(i / n))}`);
}

/** Decodes the one frame of a response, [1, height, width, 3]. */
export function decodeFrame(tensor: Tensor | undefined): Frame {
  const data = decodeTensor(tensor, "frames", { dtype: DataType.DATA_TYPE_UINT8, shape: [1, -1, -1, 3] });
  const [, height, width] = tensor!.shape;
  const fits = [height, width].every((side) => side >= 1 && side <= LARGEST_FRAME);
  if (fits) return { height, width, data };
  throw unexpected("frames", `pictures of 1 to ${LARGEST_FRAME} pixels a side`, `${height} × ${width}`);
}

/** Checks that there is one state per environment. */
export function decodeStates(states: readonly Uint8Array[], { numEnvs }: StepSizes): Uint8Array[] {
  if (states.length !== numEnvs) throw unexpected("states", `${numEnvs} of them`, `${states.length}`);
  // Restoring an empty state would leave its environment unchanged.
  const empty = states.findIndex(({ length }) => length === 0);
  if (empty !== -1) throw unexpected(`states[${empty}]`, "a state", "0 bytes");
  return [...states];
}

/**
 * @param rewards - [N, n], receives the step's rewards
 * @throws ContractError if the response does not have these sizes
 */
export function decodeStep(
  response: StepResponse,
  sizes: StepSizes,
  rewards: Float32Array,
): EnvironmentsStep {
  rewardRows(response.rewards, { where: "rewards", nameRow: sizes.nameRow }, rewards, sizes);
  const observations = decodeObservations(response.observations, sizes);
  const terminated = decodeFlags(response.terminated, "terminated", sizes);
  const truncated = decodeFlags(response.truncated, "truncated", sizes);
  const finished = response.finished ? decodeFinished(response.finished, observations, sizes) : [];
  checkEnds(terminated, truncated, finished, sizes.nameRow);
  if (!(response.seconds >= 0 && response.seconds < Number.POSITIVE_INFINITY)) {
    throw unexpected("seconds", "a number from 0", `${response.seconds}`);
  }
  return {
    observations,
    rewards,
    terminated,
    truncated,
    finished,
    infos: decodeInfos(response, finished, sizes),
    seconds: response.seconds,
  };
}

/** @returns [N], 0 or 1 */
function decodeFlags(tensor: Tensor | undefined, where: string, { numEnvs, nameRow }: StepSizes): Uint8Array {
  const flags = decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_BOOL, shape: [numEnvs] });
  const wrong = flags.findIndex((flag) => flag > 1);
  if (wrong !== -1) throw unexpected(where, "0 or 1", `${flags[wrong]} in ${nameRow(wrong)}`);
  return flags;
}

/** Checks that exactly the environments whose episode ended are listed as finished. */
function checkEnds(
  terminated: Uint8Array,
  truncated: Uint8Array,
  finished: readonly FinishedEpisode[],
  nameRow: (row: number) => string,
): void {
  let told = 0;
  terminated.forEach((flag, j) => {
    if (flag === 0 && truncated[j] === 0) return;
    const { environment } = finished[told++] ?? {};
    if (environment !== j) throw unexpected("finished", `${nameRow(j)}, which ended`, endText(environment));
  });
  if (told === finished.length) return;
  throw unexpected("finished", "only environments that ended", endText(finished[told].environment));

  function endText(environment: number | undefined): string {
    return environment === undefined ? "nothing of it" : nameRow(environment);
  }
}

/** @param observations - [N, d]; in "next-step" mode, they include the last observations of finished episodes */
function decodeFinished(
  message: FinishedEpisodes,
  observations: Float32Array,
  sizes: StepSizes,
): FinishedEpisode[] {
  const { numAgents: n, observationSize: d } = sizes;
  const environments = decodeEnvironments(message.environments, sizes);
  const F = environments.length;
  const nameEnd = (f: number) => sizes.nameRow(environments[f]);
  const lengths = decodeLengths(message.lengths, environments, sizes);
  const returns = new Float32Array(F * n);
  rewardRows(message.returns, { where: "finished.returns", nameRow: nameEnd }, returns, sizes);
  const finalRows = { where: "finished.final_observations", numRows: F, nameRow: nameEnd };
  const finals = sizes.sameStep ? observationRows(message.finalObservations, finalRows, sizes) : undefined;
  return Array.from(environments, (environment, f) => ({
    environment,
    length: lengths[f],
    returns: returns.subarray(f * n, (f + 1) * n),
    finalObservation: finals
      ? finals.subarray(f * d, (f + 1) * d)
      : observations.slice(environment * d, (environment + 1) * d),
  }));
}

/** @returns [F], ascending */
function decodeEnvironments(tensor: Tensor | undefined, { numEnvs }: StepSizes): Int32Array {
  const where = "finished.environments";
  const environments = decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_INT32, shape: [-1] });
  const wrong = environments.findIndex(
    (j, f) => j < 0 || j >= numEnvs || (f > 0 && j <= environments[f - 1]),
  );
  if (wrong === -1) return environments;
  throw unexpected(where, `environments from 0 to ${numEnvs - 1}, ascending`, `${environments[wrong]}`);
}

/** @returns steps of each episode, [F] */
function decodeLengths(
  tensor: Tensor | undefined,
  environments: Int32Array,
  { maxEpisodeSteps, nameRow }: StepSizes,
): Int32Array {
  const where = "finished.lengths";
  const shape = [environments.length];
  const lengths = decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_INT32, shape });
  const most = maxEpisodeSteps === 0 ? Number.POSITIVE_INFINITY : maxEpisodeSteps;
  const wrong = lengths.findIndex((length) => length < 1 || length > most);
  if (wrong === -1) return lengths;
  const expected = maxEpisodeSteps === 0 ? "1 step or more" : `1 to ${maxEpisodeSteps} steps`;
  throw unexpected(where, expected, `${lengths[wrong]} in ${nameRow(environments[wrong])}`);
}

/** Infos as numbers. Where an episode ended, they are those of its last step. */
function decodeInfos(
  { infos, finished: ends }: StepResponse,
  finished: readonly FinishedEpisode[],
  { infos: specs, numEnvs, sameStep }: StepSizes,
): Record<string, Float64Array> {
  return Object.fromEntries(
    specs.map((spec) => {
      const values = infoRows(infos, "infos", numEnvs, spec);
      if (ends && sameStep) {
        const width = values.length / numEnvs;
        const finals = infoRows(ends.finalInfos, "finished.final_infos", finished.length, spec);
        finished.forEach(({ environment }, f) => {
          values.set(finals.subarray(f * width, (f + 1) * width), environment * width);
        });
      }
      return [spec.name, values];
    }),
  );
}

/** @returns [rows, …], a copy */
function infoRows(
  infos: Readonly<Record<string, Tensor>>,
  where: string,
  rows: number,
  { name, dtype, shape }: InfoSpec,
): Float64Array {
  const tensor = Object.hasOwn(infos, name) ? infos[name] : undefined;
  const expectation = { dtype: dtype as TensorDataType, shape: [rows, ...shape] };
  return new Float64Array(decodeTensor(tensor, `${where}["${name}"]`, expectation));
}
