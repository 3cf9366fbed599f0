import {
  type AgentPopulation,
  DataType,
  type dmEnvRpc,
  encodeTensor,
  type Limits,
  unexpected,
} from "../../proto/index.js";
import { checkLimit } from "../../serving/base/limits.js";
import { checkSeed } from "../catalog/choose-environment.js";
import { allElements, readTensor, tensorText } from "./tensors.js";

/** The settings of a request, by name. */
export type Settings = Readonly<Record<string, dmEnvRpc.Tensor>>;

/** @throws ContractError at a setting that is not among the names */
export function checkNames(settings: Settings, names: readonly string[]): void {
  const unknown = Object.keys(settings).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const expected = names.length === 0 ? "none" : `only ${names.join(", ")}`;
  throw unexpected("settings", expected, `"${unknown}"`);
}

/**
 * A setting with one element of any type.
 * @returns undefined if it is left out
 */
export function scalarSetting(settings: Settings, name: string): number | boolean | string | undefined {
  if (!Object.hasOwn(settings, name)) return undefined;
  const where = `settings.${name}`;
  const { dtype, shape, elements } = readTensor(settings[name], where);
  const expected = "a number, a bool or a string, with an empty shape";
  if (shape.length > 0) throw unexpected(where, expected, tensorText(dtype, shape));
  const [value] = Array.from(elements);
  if (typeof value === "object") throw unexpected(where, expected, "a message");
  return value;
}

/** @returns undefined if it is left out */
export function seedSetting(settings: Settings): number | undefined {
  const seed = scalarSetting(settings, "seed");
  if (seed !== undefined) checkSeed("settings.seed", typeof seed === "number" ? seed : Number.NaN, 1);
  return seed as number | undefined;
}

/** @returns the number of agents or their parameters; undefined if the setting is left out */
export function agentsSetting(settings: Settings, limits: Limits): AgentPopulation | undefined {
  if (!Object.hasOwn(settings, "agents")) return undefined;
  if (settings.agents.shape.length > 0) return agentParameters(settings.agents, limits);
  const count = scalarSetting(settings, "agents");
  if (!Number.isSafeInteger(count)) {
    throw unexpected("settings.agents", "a whole number, or numbers θ [n, p]", `${count}`);
  }
  return { kind: { $case: "sampled", value: { count: count as number, seed: 0 } } };
}

/** θ, from numbers [n, p] of any type. */
function agentParameters(given: dmEnvRpc.Tensor, limits: Limits): AgentPopulation {
  const where = "settings.agents";
  const tensor = readTensor(given, where);
  const { dtype, shape, size } = tensor;
  checkLimit(where, shape[0], limits.maxAgents, "agents");
  // A single element may stand for a whole array, which must not be larger than a message could be.
  checkLimit(where, 8 * size, limits.maxMessageBytes, "bytes of parameters");
  const values = Array.from(allElements<unknown>(tensor));
  if (!values.every((value) => typeof value === "number")) {
    throw unexpected(where, "a whole number, or numbers θ [n, p]", tensorText(dtype, shape));
  }
  const value = encodeTensor(DataType.DATA_TYPE_FLOAT64, shape, Float64Array.from(values));
  return { kind: { $case: "parameters", value } };
}
