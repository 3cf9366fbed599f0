import { expect, test } from "vitest";
import { type Geometry, GeomType } from "../../envs/mujoco/geometry.js";
import { silhouettes } from "../../envs/mujoco/silhouette.js";

const UPRIGHT = [1, 0, 0, 0, 1, 0, 0, 0, 1];
/** By 30° about y, which takes x towards −z. */
const [COS, SIN] = [Math.sqrt(3) / 2, 1 / 2];
const TURNED = [COS, 0, SIN, 0, 1, 0, -SIN, 0, COS];
/** z to y: an upright shape lies down, along the line of sight. */
const TO_VIEWER = [1, 0, 0, 0, 0, 1, 0, -1, 0];

interface Geom {
  readonly type: number;
  readonly size: readonly [number, number, number];
  readonly position?: readonly [number, number, number];
  readonly orientation?: readonly number[];
}

function geometryOf(...geoms: Geom[]): Geometry {
  const flat = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());
  return {
    types: Int32Array.from(geoms, ({ type }) => type),
    sizes: flat(geoms.map(({ size }) => size)),
    colors: Float32Array.from(geoms.flatMap((_, g) => [g, 0, 0, 1])),
    positions: flat(geoms.map(({ position = [0, 0, 0] }) => position)),
    orientations: flat(geoms.map(({ orientation = UPRIGHT }) => orientation)),
  };
}

/** Sorted, so that where it begins does not matter. */
function outline(geom: Geom): number[][] {
  const [{ points }] = silhouettes(geometryOf(geom));
  return points
    .map(([x, z]) => [x, z].map((c) => Math.round(1e6 * c) / 1e6 + 0))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

test("a capsule is the line between the centres of its ends, and its radius", () => {
  const capsule = { type: GeomType.capsule, size: [0.05, 0.5, 0], position: [3, 0, 1] } as const;
  expect(outline(capsule)).toEqual([
    [3, 0.5],
    [3, 1.5],
  ]);
  // 0.5 · (sin 30°, cos 30°) from the centre.
  expect(outline({ ...capsule, orientation: TURNED })).toEqual([
    [2.75, 0.566987],
    [3.25, 1.433013],
  ]);
  expect(silhouettes(geometryOf(capsule))[0].radius).toBe(0.05);
});

test("a capsule seen from its end, and a sphere, are points", () => {
  const seen = { size: [0.05, 0.5, 0], position: [3, 2, 1], orientation: TO_VIEWER } as const;
  expect(outline({ type: GeomType.capsule, ...seen })).toEqual([[3, 1]]);
  expect(outline({ type: GeomType.sphere, ...seen })).toEqual([[3, 1]]);
});

test("a box is its corners, a cylinder its rectangle or its circle", () => {
  const size = [2, 9, 1] as const;
  expect(outline({ type: GeomType.box, size })).toEqual([
    [-2, -1],
    [-2, 1],
    [2, -1],
    [2, 1],
  ]);
  expect(outline({ type: GeomType.box, size, orientation: TURNED })).toEqual([
    [-2.232051, 0.133975],
    [-1.232051, 1.866025],
    [1.232051, -1.866025],
    [2.232051, -0.133975],
  ]);
  const cylinder = { type: GeomType.cylinder, size: [1, 3, 0] } as const;
  expect(outline(cylinder)).toEqual([
    [-1, -3],
    [-1, 3],
    [1, -3],
    [1, 3],
  ]);
  const circle = outline({ ...cylinder, orientation: TO_VIEWER });
  expect(circle.length).toBe(72);
  for (const point of circle) expect(Math.hypot(...point)).toBeCloseTo(1, 5);
});

test("an ellipsoid is its ellipse", () => {
  const points = outline({ type: GeomType.ellipsoid, size: [2, 9, 1] });
  expect(points.length).toBe(72);
  for (const [x, z] of points) expect((x / 2) ** 2 + z ** 2).toBeCloseTo(1, 5);
});

test("the farthest comes first; planes, and what has no shape of its own, do not come at all", () => {
  const size = [1, 1, 1] as const;
  const at = (type: number, y: number): Geom => ({ type, size, position: [0, y, 0] });
  const mesh = 7;
  const shapes = silhouettes(
    geometryOf(
      at(GeomType.plane, 9),
      at(GeomType.sphere, -1),
      at(mesh, 5),
      at(GeomType.box, 2),
      at(GeomType.sphere, 0),
    ),
  );
  expect(shapes.map(({ depth }) => depth)).toEqual([2, 0, -1]);
  expect(shapes.map(({ color }) => color[0])).toEqual([3, 4, 1]);
});
