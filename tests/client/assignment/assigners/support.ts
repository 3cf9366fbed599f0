import type { Agents } from "../../../../client/index.js";

/** Agents that want velocities up to b, as the robots' do. */
export function velocities(targets: number[], maximum: number): Agents {
  return {
    environmentId: "half-cheetah",
    parameterSpecs: [{ name: "target_velocity", minimum: 0, maximum, integer: false }],
    parameters: Float64Array.from(targets),
  };
}
