import {
  type AgentPopulation as Agents,
  configureEnv,
  type EnvKind,
  type EnvRegistry,
  type EnvSpec,
  findDefinition,
  type OptionSpec,
  resolveAgents,
} from "../../envs/index.js";
import {
  type AgentPopulation,
  DataType,
  decodeTensor,
  type EnvironmentSpec,
  encodeSpec,
  encodeTensor,
  type Limits,
  type Tensor,
  unexpected,
} from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import type { PythonKind } from "../python/kind.js";

/** The part of an environment's kind that can be sent between threads. */
export interface KindData extends Pick<EnvKind, "spec" | "options" | "bytesPerEnvironment"> {
  /** Set for an environment written in Python, which is in no registry. */
  readonly python?: PythonKind;
}

/** An environment with its options and agents chosen. */
export interface ChosenEnvironment {
  readonly kind: KindData;
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** n. */
  readonly numAgents: number;
  /** The contract's description of the environment. */
  readonly spec: EnvironmentSpec;
}

/** The fields with which DescribeEnvironment and CreateSession choose an environment. */
export interface EnvironmentChoice {
  readonly environmentId: string;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly agents: AgentPopulation | undefined;
}

/** Every environment, with its default options and agents. */
export function listEnvironments(registry: EnvRegistry): EnvironmentSpec[] {
  return [...registry.values()].map((definition) => {
    const { spec } = configureEnv(definition);
    return encodeSpec(spec, definition.options, definition.defaultNumAgents);
  });
}

/** @throws InvalidValueError or ContractError at an invalid id, option or population */
export function chooseEnvironment(
  registry: EnvRegistry,
  limits: Limits,
  choice: EnvironmentChoice,
): ChosenEnvironment {
  const definition = findDefinition(registry, choice.environmentId);
  const kind = configureEnv(definition, choice.options);
  const agents = decodeAgents(choice.agents, kind.spec, definition.defaultNumAgents, limits);
  const parameters = resolveAgents(kind, agents);
  const { spec, options, bytesPerEnvironment } = kind;
  return chosen({ spec, options, bytesPerEnvironment }, definition.options, parameters);
}

/**
 * @param options - what the environment takes
 * @param parameters - θ, [n, p]
 */
export function chosen(
  kind: KindData,
  options: readonly OptionSpec[],
  parameters: Float64Array,
): ChosenEnvironment {
  const numAgents = parameters.length / kind.spec.agentParameters.length;
  return { kind, parameters, numAgents, spec: encodeSpec(kind.spec, options, numAgents) };
}

/** θ, FLOAT64 [n, p]. */
export function encodeParameters({ kind, parameters, numAgents }: ChosenEnvironment): Tensor {
  const shape = [numAgents, kind.spec.agentParameters.length];
  return encodeTensor(DataType.DATA_TYPE_FLOAT64, shape, parameters);
}

/**
 * @param defaultNumAgents - n, if the client gives no population
 * @throws ContractError (INVALID_VALUE, LIMIT)
 */
export function decodeAgents(
  population: AgentPopulation | undefined,
  spec: EnvSpec,
  defaultNumAgents: number,
  limits: Limits,
): Agents {
  const given = population?.kind;
  if (given?.$case === "parameters") {
    const shape = [-1, spec.agentParameters.length];
    const dtype = DataType.DATA_TYPE_FLOAT64;
    const parameters = decodeTensor(given.value, "agents.parameters", { dtype, shape });
    checkLimit("agents.parameters", given.value.shape[0], limits.maxAgents, "agents");
    return { parameters };
  }
  const { count, seed } = given?.value ?? { count: defaultNumAgents, seed: 0 };
  if (count < 1) throw unexpected("agents.sampled.count", "at least 1", `${count}`);
  checkLimit("agents.sampled.count", count, limits.maxAgents, "agents");
  checkSeed("agents.sampled.seed", seed, 1);
  return { count, seed };
}

/** @param count - number of seeds that are used: seed, seed + 1, … */
export function checkSeed(where: string, seed: number, count: number): void {
  const maximum = 2 ** 53 - count;
  if (Number.isSafeInteger(seed) && seed >= 0 && seed <= maximum) return;
  throw unexpected(where, `a whole number from 0 to ${maximum} (2^53 − ${count})`, `${seed}`);
}
