import type { Simulation } from "./simulation.js";

/** A range of the state outside which a robot has fallen. */
export interface HealthyRange {
  /** Part of the options' names: "z" has healthy_z_min and healthy_z_max. */
  readonly name: string;
  /** The bounded quantity, for example "the torso's height". */
  readonly quantity: string;
  readonly unit: string;
  /** First and last bounded entry of the state, which is positions, then velocities. */
  readonly entries: readonly [first: number, last: number];
  readonly minimum: number;
  readonly maximum: number;
  /** Whether the bounds themselves are healthy. */
  readonly closed: boolean;
}

type State = Pick<Simulation, "qpos" | "qvel">;

export function isHealthy(state: State, ranges: readonly HealthyRange[]): boolean {
  return ranges.every((range) => isWithin(state, range));
}

function isWithin({ qpos, qvel }: State, range: HealthyRange): boolean {
  const { minimum, maximum, closed } = range;
  const [first, last] = range.entries;
  for (let i = first; i <= last; i++) {
    const x = i < qpos.length ? qpos[i] : qvel[i - qpos.length];
    if (closed ? !(x >= minimum && x <= maximum) : !(x > minimum && x < maximum)) return false;
  }
  return true;
}
