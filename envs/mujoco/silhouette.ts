import { type Geometry, GeomType } from "./geometry.js";

/**
 * A geom seen from the side: a convex polygon, or a line or a point, with everything within a radius of it.
 * So a capsule is a line, and a sphere a point; a box has no radius.
 */
export interface Silhouette {
  /** [p, 2]: x and z in m, in order around it. */
  readonly points: readonly (readonly [x: number, z: number])[];
  /** m. */
  readonly radius: number;
  /** y of the geom's centre, in m: how far away it is. */
  readonly depth: number;
  /** [4], from 0 to 1. */
  readonly color: Float32Array;
}

type Vector = readonly [number, number, number];

/** Directions in which a silhouette's border is looked for. */
const NUM_DIRECTIONS = 72;

/** All geoms but planes, the farthest first; the viewer is at y = −∞. */
export function silhouettes(geometry: Geometry): Silhouette[] {
  return Array.from(geometry.types.keys())
    .filter((g) => coreOf(geometry, g) !== undefined)
    .map((g) => silhouette(geometry, g))
    .sort((a, b) => b.depth - a.depth);
}

function silhouette(geometry: Geometry, g: number): Silhouette {
  const [x, y, z] = geometry.positions.subarray(3 * g, 3 * g + 3);
  const m = geometry.orientations.subarray(9 * g, 9 * g + 9);
  const core = coreOf(geometry, g)!;
  const points: [number, number][] = [];
  for (let i = 0; i < NUM_DIRECTIONS; i++) {
    // Directions avoid the axes, along which a box has no unique farthest point.
    const angle = (2 * Math.PI * (i + 0.5)) / NUM_DIRECTIONS;
    const [right, up] = [Math.cos(angle), Math.sin(angle)];
    const own: Vector = [0, 1, 2].map((c) => m[c] * right + m[6 + c] * up) as unknown as Vector;
    const [a, b, c] = core.farthest(own);
    const point: [number, number] = [x + m[0] * a + m[1] * b + m[2] * c, z + m[6] * a + m[7] * b + m[8] * c];
    if (!points.some(([px, pz]) => Math.hypot(px - point[0], pz - point[1]) < 1e-9)) points.push(point);
  }
  return { points, radius: core.radius, depth: y, color: geometry.colors.subarray(4 * g, 4 * g + 4) };
}

/** A geom without its radius, given by its farthest point in each direction in its own frame (its support function). */
interface Core {
  readonly radius: number;
  farthest(direction: Vector): Vector;
}

function coreOf({ types, sizes }: Geometry, g: number): Core | undefined {
  const [a, b, c] = sizes.subarray(3 * g, 3 * g + 3);
  switch (types[g]) {
    case GeomType.sphere:
      return { radius: a, farthest: () => [0, 0, 0] };
    case GeomType.capsule:
      return { radius: a, farthest: ([, , z]) => [0, 0, Math.sign(z) * b] };
    case GeomType.cylinder:
      return { radius: 0, farthest: ([x, y, z]) => [...ofLength(a, x, y), Math.sign(z) * b] };
    case GeomType.box:
      return { radius: 0, farthest: ([x, y, z]) => [Math.sign(x) * a, Math.sign(y) * b, Math.sign(z) * c] };
    case GeomType.ellipsoid:
      return { radius: 0, farthest: ([x, y, z]) => farthestOfEllipsoid([a, b, c], [x, y, z]) };
    default:
      return undefined;
  }
}

function ofLength(length: number, x: number, y: number): [number, number] {
  const factor = length / (Math.hypot(x, y) || 1);
  return [factor * x, factor * y];
}

/** S² d / |S d| with the half axes S. */
function farthestOfEllipsoid(axes: Vector, direction: Vector): Vector {
  const length = Math.hypot(...axes.map((s, i) => s * direction[i]));
  const [x, y, z] = axes.map((s, i) => (s * s * direction[i]) / length);
  return [x, y, z];
}
