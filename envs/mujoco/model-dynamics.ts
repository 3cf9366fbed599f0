import type { MjModel } from "mujoco-js";
import type { Dynamics } from "./dynamics.js";

/** The numbers of a model that dynamics scale, as its MJCF has them. */
export interface OriginalDynamics {
  readonly gravity: Float64Array;
  readonly friction: Float64Array;
  readonly gear: Float64Array;
}

/** Copies what dynamics scale from a model as its MJCF has it. */
export function originalDynamics(model: MjModel): OriginalDynamics {
  return {
    gravity: (model.opt.gravity as Float64Array).slice(),
    friction: (model.geom_friction as Float64Array).slice(),
    gear: (model.actuator_gear as Float64Array).slice(),
  };
}

/** Makes a model have dynamics. */
export function writeDynamics(
  model: MjModel,
  original: OriginalDynamics,
  { gravity, friction, motors }: Dynamics,
): void {
  writeScaled(model.opt.gravity, original.gravity, gravity);
  writeScaled(model.geom_friction, original.friction, friction);
  writeScaled(model.actuator_gear, original.gear, motors);
}

function writeScaled(out: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) out[i] = values[i] * factor;
}
