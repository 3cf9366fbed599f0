import { ConfigError } from "../../base/config-error.js";
import type { Assignment } from "../../ops/assignment.js";
import type { Agents, Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { fixedAssigner } from "./fixed.js";

/** The entry in the registry of algorithms. */
export const oracleEntry: AssignerEntry = {
  description: "equal intervals of the one parameter in which agents differ",
  create: oracle,
};

/**
 * Hard assignment from agents' parameters: the range of their one parameter is cut into k intervals of equal width, with
 * a representative for each. A representative whose interval holds no agent serves none.
 */
function oracle({ numRepresentatives: k }: PopulationSize): Assigner {
  return fixedAssigner(k, (_, agents) => {
    const { minimum, maximum } = soleRealParameter(agents);
    return intervals(agents!.parameters, k, minimum, maximum);
  });
}

/** @throws ConfigError if agents do not differ in exactly one real parameter */
function soleRealParameter(agents: Agents | undefined) {
  const specs = agents?.parameterSpecs ?? [];
  if (specs.length === 1 && !specs[0].integer) return specs[0];
  const got = specs.map(({ name, integer }) => (integer ? `whole ${name}` : name)).join(", ") || "none";
  throw new ConfigError(
    `algorithm: expected agents that differ in one real number for "oracle", got ${got} ` +
      `(env "${agents?.environmentId}"); choose another algorithm`,
  );
}

/**
 * The index of the interval of each value, among k intervals of equal width. A value on a border is in the lower one.
 * @param values - [n], within [low, high]
 */
export function intervals(values: Float64Array, k: number, low: number, high: number): Assignment {
  const width = (high - low) / k;
  return Int32Array.from(values, (value) =>
    Math.min(Math.max(Math.ceil((value - low) / width) - 1, 0), k - 1),
  );
}
