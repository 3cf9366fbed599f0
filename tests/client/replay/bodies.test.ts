import { expect, it } from "vitest";
import { createScene } from "../../../client/replay/bodies.js";
import { type Geom, stepWith } from "./support/episodes.js";

/** By 90° about y, which takes z to x. */
const Z_TO_X = [0, 0, 1, 0, 1, 0, -1, 0, 0];

const pointsOf = (geom: Geom) => {
  const [pose] = createScene([stepWith(geom)]).poses;
  return Array.from({ length: pose.length / 3 }, (_, i) => pose.slice(3 * i, 3 * i + 3).map((c) => c + 0));
};

it("a capsule is its two ends, wherever it is and however it lies", () => {
  const capsule = { type: 3, size: [0.1, 0.5, 0], position: [1, 2, 3] } as const;
  expect(pointsOf(capsule)).toEqual([
    [1, 2, 2.5],
    [1, 2, 3.5],
  ]);
  expect(pointsOf({ ...capsule, orientation: Z_TO_X })).toEqual([
    [0.5, 2, 3],
    [1.5, 2, 3],
  ]);
});

it("a sphere is its centre, a box its corners", () => {
  expect(pointsOf({ type: 2, size: [0.1, 0, 0], position: [1, 2, 3] })).toEqual([[1, 2, 3]]);
  expect(pointsOf({ type: 6, size: [1, 2, 3], orientation: Z_TO_X })).toEqual([
    [-3, -2, 1],
    [-3, 2, 1],
    [-3, -2, -1],
    [-3, 2, -1],
    [3, -2, 1],
    [3, 2, 1],
    [3, -2, -1],
    [3, 2, -1],
  ]);
});

it("a cylinder is its rims, an ellipsoid points of its surface", () => {
  const cylinder = pointsOf({ type: 5, size: [2, 3, 0] });
  expect(cylinder).toHaveLength(48);
  for (const [x, y, z] of cylinder) {
    expect(Math.hypot(x, y)).toBeCloseTo(2, 3);
    expect(Math.abs(z)).toBe(3);
  }
  const ellipsoid = pointsOf({ type: 4, size: [1, 2, 3] });
  for (const [x, y, z] of ellipsoid) expect(x ** 2 + (y / 2) ** 2 + (z / 3) ** 2).toBeCloseTo(1, 3);
  for (const end of [
    [1, 0, 0],
    [0, -2, 0],
    [0, 0, 3],
  ])
    expect(ellipsoid).toContainEqual(end);
});

it("a scene has what can be seen, its colours, and the floor", () => {
  const floor: Geom = { type: 0, size: [40, 40, 40], position: [0, 0, -0.5] };
  const hidden: Geom = { type: 2, size: [1, 1, 1], rgba: [1, 1, 1, 0] };
  const mesh: Geom = { type: 7, size: [1, 1, 1] };
  const at = (x: number): Geom => ({
    type: 3,
    size: [0.1, 0.5, 0],
    rgba: [0, 0.5, 1, 0.8],
    position: [x, 0, 1],
  });
  const steps = [1, 2.00004].map((x) => stepWith(floor, hidden, mesh, at(x)));
  expect(createScene(steps)).toEqual({
    bodies: [{ numPoints: 2, radius: 0.1, color: "rgb(0 128 255)", opacity: 0.8 }],
    floor: -0.5,
    poses: [
      [1, 0, 0.5, 1, 0, 1.5],
      [2, 0, 0.5, 2, 0, 1.5],
    ],
  });
});
