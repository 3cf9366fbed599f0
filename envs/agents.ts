import type { EnvKind, EnvSpec } from "./env.js";
import { InvalidValueError } from "./errors.js";
import { createRng } from "./rng.js";

/** The agents, which are sampled from a seed or given as θ [n, p]. */
export type AgentPopulation =
  | { readonly count: number; readonly seed: number }
  | { readonly parameters: Float64Array };

/**
 * @returns θ, [n, p]
 * @throws InvalidValueError at an invalid number of agents or parameter
 */
export function resolveAgents(
  kind: Pick<EnvKind, "spec" | "sampleAgents">,
  population: AgentPopulation,
): Float64Array {
  if ("parameters" in population) {
    checkParameters(kind.spec, population.parameters);
    return population.parameters;
  }
  const { count, seed } = population;
  checkCount(kind.spec, count);
  return kind.sampleAgents(count, createRng(seed, "agents"));
}

function checkCount({ id }: EnvSpec, count: number): void {
  if (Number.isInteger(count) && count > 0) return;
  throw new InvalidValueError("agents.count", "a number from 1", `${count}`, `env "${id}"`);
}

function checkParameters(spec: EnvSpec, parameters: Float64Array): void {
  const columns = spec.agentParameters;
  const context = `env "${spec.id}"`;
  if (parameters.length === 0 || parameters.length % columns.length !== 0) {
    const expected = `rows of ${columns.length} (${columns.map((column) => column.name).join(", ")})`;
    throw new InvalidValueError("agents.parameters", expected, `${parameters.length} numbers`, context);
  }
  parameters.forEach((value, i) => {
    const { name, minimum, maximum, integer } = columns[i % columns.length];
    if (!(value >= minimum && value <= maximum) || (integer && !Number.isInteger(value))) {
      const row = Math.floor(i / columns.length);
      const expected = `${integer ? "a whole " : ""}${name} in [${minimum}, ${maximum}]`;
      throw new InvalidValueError(`agents.parameters[${row}]`, expected, `${value}`, context);
    }
  });
}
