import type { OptionSpec, Options } from "../options.js";

/** What a robot's world differs in from its MJCF: factors, 1 if it does not. */
export interface Dynamics {
  readonly gravity: number;
  /** Of every geom. */
  readonly friction: number;
  /** Of the motors' forces. */
  readonly motors: number;
}

export const MJCF_DYNAMICS: Dynamics = { gravity: 1, friction: 1, motors: 1 };

/** Options by which a simulation may be less like the one that policies were trained in, as a real robot would be. */
export const DYNAMICS_OPTIONS: readonly OptionSpec[] = [
  dynamicsOption("gravity_scale", { minimum: 0.9, maximum: 1.1 }, "Factor of gravity."),
  dynamicsOption("friction_scale", { minimum: 0.5, maximum: 1.5 }, "Factor of the friction of everything."),
  dynamicsOption("motor_scale", { minimum: 0.8, maximum: 1.2 }, "Factor of the motors' forces."),
];

function dynamicsOption(
  name: string,
  perturbationRange: OptionSpec["perturbationRange"],
  description: string,
): OptionSpec {
  return { name, type: "number", default: 1, minimum: 0, maximum: 10, perturbationRange, description };
}

/** @param options - complete and checked */
export function readDynamics(options: Options): Dynamics {
  const values = options as Record<string, number>;
  return { gravity: values.gravity_scale, friction: values.friction_scale, motors: values.motor_scale };
}
