import type { RecordedStep } from "../../../../client/replay/recording.js";
import type { Replay } from "../../../../client/replay/replay.js";

export interface Geom {
  /** As MuJoCo's mjtGeom. */
  readonly type: number;
  readonly size: readonly [number, number, number];
  readonly position?: readonly [number, number, number];
  readonly orientation?: readonly number[];
  readonly rgba?: readonly [number, number, number, number];
}

const UPRIGHT = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A step after which a robot is made of these geoms. */
export function stepWith(...geoms: Geom[]): RecordedStep {
  const column = (of: (geom: Geom) => readonly number[]) => Float64Array.from(geoms.flatMap(of));
  return {
    rewards: new Float32Array(0),
    infos: {
      geom_type: column(({ type }) => [type]),
      geom_size: column(({ size }) => size),
      geom_rgba: column(({ rgba = [1, 0.5, 0, 1] }) => rgba),
      geom_xpos: column(({ position = [0, 0, 0] }) => position),
      geom_xmat: column(({ orientation = UPRIGHT }) => orientation),
    },
  };
}

/** Two steps of a ball of 0.1 m that rolls over the floor, from 2 m to 2.5 m, for the first and third of four agents. */
export const ROLLING: Replay = {
  title: "ball, representative 2 of 3",
  dt: 0.25,
  numSteps: 2,
  velocities: [0, 2],
  agents: {
    parameter: "target velocity",
    unit: "m/s",
    minimum: 0,
    maximum: 4,
    values: [1, 2, 2.1, 3],
    own: [0, 2],
  },
  served: [
    [],
    [
      [1, 1],
      [2, 0.5],
    ],
  ],
  welfare: [0, 1.25],
  scene: {
    bodies: [{ numPoints: 1, radius: 0.1, color: "rgb(255 128 0)", opacity: 1 }],
    floor: 0,
    poses: [
      [2, 0, 0.1],
      [2.5, 0, 0.1],
    ],
  },
  pictures: null,
};
