import type { RecordedStep } from "./recording.js";
/** Infos from which a scene is made, in MuJoCo's form. */
export const GEOMETRY_INFOS = ["geom_type", "geom_size", "geom_rgba", "geom_xpos", "geom_xmat"] as const;

/** As MuJoCo's mjtGeom. */
const PLANE = 0;
/** Points around the rim of a cylinder, or one circle of latitude of an ellipsoid. */
const AROUND = 24;
const LATITUDES = 12;
/** Decimals kept: tenths of a millimetre. */
const DECIMALS = 4;

type Point = readonly [x: number, y: number, z: number];

/** A convex body in its own frame: the set of points within a radius of the hull of some points. */
interface LocalBody {
  readonly points: readonly Point[];
  readonly radius: number;
}

/** The bodies of an episode and their poses at each step. The first is the torso, which the camera follows. */
export function createScene(steps: readonly RecordedStep[]): Scene {
  const { geom_type: types, geom_size: sizes, geom_rgba: colors, geom_xpos } = steps[0].infos;
  const local = Array.from(types, (type, g) => localBody(type, sizes.subarray(3 * g, 3 * g + 3)));
  const shown = [...local.keys()].filter((g) => local[g] !== undefined && colors[4 * g + 3] > 0);
  const bodies = shown.map((g): Body => {
    const [red, green, blue, opacity] = colors.subarray(4 * g, 4 * g + 4);
    const color = `rgb(${[red, green, blue].map((c) => Math.round(255 * c)).join(" ")})`;
    return { numPoints: local[g]!.points.length, radius: local[g]!.radius, color, opacity };
  });
  const plane = types.indexOf(PLANE);
  return {
    bodies,
    floor: plane < 0 ? 0 : geom_xpos[3 * plane + 2],
    poses: steps.map(({ infos }) => shown.flatMap((g) => worldPoints(local[g]!, infos, g))),
  };
}

/** x, y and z of each point. */
function worldPoints({ points }: LocalBody, { geom_xpos, geom_xmat }: RecordedStep["infos"], g: number) {
  const center = geom_xpos.subarray(3 * g, 3 * g + 3);
  const m = geom_xmat.subarray(9 * g, 9 * g + 9);
  return points.flatMap(([a, b, c]) =>
    [0, 1, 2].map((i) => rounded(center[i] + m[3 * i] * a + m[3 * i + 1] * b + m[3 * i + 2] * c)),
  );
}

function rounded(x: number): number {
  return Math.round(x * 10 ** DECIMALS) / 10 ** DECIMALS;
}

/** @returns undefined for a plane and for other types that are not drawn */
function localBody(type: number, [a, b, c]: Float64Array): LocalBody | undefined {
  switch (type) {
    case 2: // a sphere
      return { radius: a, points: [[0, 0, 0]] };
    case 3: // a capsule
      return { radius: a, points: ends(b, [[0, 0]]) };
    case 4: // an ellipsoid
      return { radius: 0, points: unitSphere().map(([x, y, z]) => [a * x, b * y, c * z]) };
    case 5: // a cylinder
      return { radius: 0, points: ends(b, circle(a)) };
    case 6: // a box
      return {
        radius: 0,
        points: ends(
          c,
          [-a, a].flatMap((x) => [-b, b].map((y): [number, number] => [x, y])),
        ),
      };
    default:
      return undefined;
  }
}

function ends(halfLength: number, rim: readonly (readonly [number, number])[]): Point[] {
  return [-halfLength, halfLength].flatMap((z) => rim.map(([x, y]): Point => [x, y, z]));
}

function circle(radius: number): [number, number][] {
  return Array.from({ length: AROUND }, (_, i) => {
    const angle = (2 * Math.PI * i) / AROUND;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

function unitSphere(): Point[] {
  return Array.from({ length: LATITUDES + 1 }, (_, i) => (Math.PI * i) / LATITUDES).flatMap((angle) =>
    circle(Math.sin(angle)).map(([x, y]): Point => [x, y, Math.cos(angle)]),
  );
}

/** Convex bodies and their poses. */
export interface Scene {
  readonly bodies: readonly Body[];
  /** z of the floor, in m. */
  readonly floor: number;
  /** [T]: x, y and z, in m, of each point of each body. */
  readonly poses: readonly (readonly number[])[];
}

/** The set of points within a radius of the hull of some points: two points give a capsule, one gives a sphere. */
export interface Body {
  readonly numPoints: number;
  /** m. */
  readonly radius: number;
  /** CSS. */
  readonly color: string;
  readonly opacity: number;
}
