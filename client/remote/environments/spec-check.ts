import type { Space } from "../../../envs/index.js";
import {
  type AgentParameter,
  DataType,
  decodeSpace,
  type EnvironmentSpec,
  type InfoSpec,
  type OptionSpec,
  unexpected,
} from "../../../proto/index.js";
import { isReadable, readable } from "../../base/readable-text.js";

/** Upper limit of components of an observation or action, and of discrete actions: networks have weights for each. */
const MOST_COMPONENTS = 2 ** 20;
const MOST_AGENTS = 2 ** 24;
const LONGEST_NAME = 200;

const INFO_DTYPES = [
  DataType.DATA_TYPE_BOOL,
  DataType.DATA_TYPE_UINT8,
  DataType.DATA_TYPE_UINT16,
  DataType.DATA_TYPE_INT32,
  DataType.DATA_TYPE_FLOAT32,
  DataType.DATA_TYPE_FLOAT64,
];

/**
 * Checks a server's description of an environment.
 * @returns the description, with texts that are safe to print
 * @throws ContractError if no learner could use the environment
 */
export function checkSpec(spec: EnvironmentSpec | undefined): EnvironmentSpec {
  if (spec === undefined) throw unexpected("spec", "an environment", "nothing");
  checkName("spec.id", spec.id);
  checkCount("spec.num_agents", spec.numAgents, MOST_AGENTS);
  observationSizeOf(spec);
  actionSpaceOf(spec);
  for (const [i, parameter] of spec.agentParameters.entries()) checkParameter(parameter, i);
  for (const [i, option] of spec.options.entries()) checkOption(option, i);
  for (const [i, info] of spec.infos.entries()) checkInfo(info, i);
  if (!(spec.dt >= 0 && spec.dt < Number.POSITIVE_INFINITY)) {
    throw unexpected("spec.dt", "a number of seconds from 0", `${spec.dt}`);
  }
  if (!Number.isFinite(spec.reportScale) || spec.reportScale === 0) {
    throw unexpected("spec.report_scale", "a finite number other than 0", `${spec.reportScale}`);
  }
  return {
    ...spec,
    description: readable(spec.description),
    agentParameters: spec.agentParameters.map(shown),
    options: spec.options.map(shown),
    infos: spec.infos.map(shown),
  };
}

/** Size of an observation, d. */
export function observationSizeOf({ observationSpace }: EnvironmentSpec): number {
  const where = "spec.observation_space";
  const space = decodeSpace(observationSpace, where);
  if (space.kind !== "box") throw unexpected(where, "a box of shape [d]", "a discrete space");
  return lengthOf(space.shape, where, "d");
}

export function actionSpaceOf({ actionSpace }: EnvironmentSpec): Space {
  const where = "spec.action_space";
  const space = decodeSpace(actionSpace, where);
  if (space.kind === "discrete") checkCount(`${where}.n`, space.n, MOST_COMPONENTS);
  else lengthOf(space.shape, where, "a");
  return space;
}

function lengthOf(shape: readonly number[], where: string, name: string): number {
  const [length] = shape;
  if (shape.length === 1 && length >= 1 && length <= MOST_COMPONENTS) return length;
  const expected = `shape [${name}] with ${name} from 1 to ${MOST_COMPONENTS}`;
  throw unexpected(where, expected, readable(`[${shape.join(", ")}]`, LONGEST_NAME));
}

function checkCount(where: string, count: number, most: number): void {
  if (count < 1 || count > most) throw unexpected(where, `a number from 1 to ${most}`, `${count}`);
}

/** Checks that a name is printable as it is, since requests repeat names unchanged. */
function checkName(where: string, name: string): void {
  if (name !== "" && name.length <= LONGEST_NAME && isReadable(name)) return;
  const expected = `a name of 1 to ${LONGEST_NAME} characters that can be read`;
  throw unexpected(where, expected, `"${readable(name, LONGEST_NAME)}"`);
}

function checkParameter({ name, minimum, maximum }: AgentParameter, column: number): void {
  const where = `spec.agent_parameters[${column}]`;
  checkName(`${where}.name`, name);
  if (!(minimum <= maximum)) {
    throw unexpected(where, "a minimum that is at most the maximum", `${minimum} and ${maximum}`);
  }
}

function checkOption({ name, perturbationRange: range }: OptionSpec, i: number): void {
  const where = `spec.options[${i}]`;
  checkName(`${where}.name`, name);
  if (range === undefined) return;
  const { minimum, maximum } = range;
  if (Number.isFinite(minimum) && Number.isFinite(maximum) && minimum <= maximum) return;
  const expected = "finite numbers, the minimum at most the maximum";
  throw unexpected(`${where}.perturbation_range`, expected, `${minimum} and ${maximum}`);
}

function checkInfo({ name, dtype, shape }: InfoSpec, i: number): void {
  const where = `spec.infos[${i}]`;
  checkName(`${where}.name`, name);
  if (!INFO_DTYPES.includes(dtype)) throw unexpected(`${where}.dtype`, "one of the contract's", `${dtype}`);
  const size = shape.reduce((a, b) => a * b, 1);
  if (size <= MOST_COMPONENTS) return;
  throw unexpected(`${where}.shape`, `one of at most ${MOST_COMPONENTS} numbers`, `one of ${size}`);
}

function shown<T extends { readonly unit: string; readonly description: string }>(quantity: T): T {
  return { ...quantity, unit: readable(quantity.unit), description: readable(quantity.description) };
}
