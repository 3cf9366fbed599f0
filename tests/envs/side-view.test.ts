import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { Frame } from "../../envs/index.js";
import { GeomType } from "../../envs/mujoco/geometry.js";
import { drawSideView } from "../../envs/mujoco/side-view.js";
import { silhouettes } from "../../envs/mujoco/silhouette.js";
import { createSimulation, type Simulation } from "../../envs/mujoco/simulation.js";

const MODEL = new URL("../../envs/mujoco/half-cheetah.xml", import.meta.url);
const open: Simulation[] = [];

/** A half-cheetah in its model's pose, with some positions changed: x, z and pitch come first. */
async function cheetahAt(...positions: number[]): Promise<Simulation> {
  const simulation = await createSimulation(MODEL, 5);
  open.push(simulation);
  simulation.reset();
  simulation.qpos.set(positions);
  return simulation;
}

afterEach(() => {
  for (const simulation of open.splice(0)) simulation.dispose();
});

const TORSO = [38, 69, 84];
const BACK_LEG = [41, 158, 143];
const SKY = [244, 247, 250];
const FLOORS = [
  [186, 196, 205],
  [206, 214, 221],
];

/** Where a point is in a picture of which x = center is the middle: 120 pixels a metre, the floor 36 high. */
function pixel({ data, width }: Frame, x: number, z: number, center = 0): number[] {
  const at = 3 * (Math.round(234 - 120 * z) * width + Math.round(240 + 120 * (x - center)));
  return [...data.subarray(at, at + 3)];
}

const near = (color: number[]) => color.map((c) => expect.closeTo(c, -0.31));

test("the torso's ends are where the model and its pitch put them", async () => {
  const torsoEnds = ({ geometry }: Simulation) =>
    silhouettes(geometry())[0]
      .points.map(([x, z]) => [x, z])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const ends = torsoEnds(await cheetahAt());
  expect(ends.flat()).toEqual([-0.5, 0.7, 0.5, 0.7].map((c) => expect.closeTo(c, 9)));
  // Pitch is about y, which takes x to −z: at 90° the head is at the bottom.
  const pitched = await cheetahAt(2, 0.4, Math.PI / 2);
  expect(torsoEnds(pitched).flat()).toEqual([2, 0.6, 2, 1.6].map((c) => expect.closeTo(c, 9)));
  const head = pitched.geometry().positions.subarray(6, 9);
  expect([...head]).toEqual([2.1, 0, 0.5].map((c) => expect.closeTo(c, 9)));
});

test("geometry is that of the positions now, and looking at it changes nothing", async () => {
  const [looked, other] = [await cheetahAt(), await cheetahAt()];
  const action = Float32Array.of(1, -1, 0.5, -0.5, 0.25, 0);
  for (let t = 0; t < 20; t++) {
    looked.step(action);
    other.step(action);
    const { positions } = looked.geometry();
    expect(positions[3]).toBeCloseTo(looked.qpos[0], 12);
    expect(positions[5]).toBeCloseTo(0.7 + looked.qpos[1], 12);
  }
  expect(looked.save()).toEqual(other.save());
});

test("geometry is there also after WebAssembly's memory has moved, of any model", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caucus-test-"));
  const file = join(folder, "model.xml");
  const ball = '<body><freejoint/><geom type="capsule" size="0.1 0.5"/></body>';
  await writeFile(file, `<mujoco><size memory="64M"/><worldbody>${ball}</worldbody></mujoco>`);
  const simulation = await createSimulation(pathToFileURL(file), 1);
  open.push(simulation);
  await rm(folder, { recursive: true });
  const before = simulation.qpos;
  // At (1, 2, 3), turned by 90° about x, which takes z to −y.
  before.set([1, 2, 3, Math.SQRT1_2, Math.SQRT1_2, 0, 0]);
  while (before.length > 0) open.push(await createSimulation(pathToFileURL(file), 1));
  const { types, positions, orientations } = simulation.geometry();
  expect([...types]).toEqual([3]);
  expect([...positions]).toEqual([1, 2, 3]);
  expect([2, 5, 8].map((i) => orientations[i])).toEqual([0, -1, 0].map((c) => expect.closeTo(c, 9)));
});

test("the picture shows the robot, the floor and the sky", async () => {
  const frame = drawSideView((await cheetahAt()).geometry());
  expect(frame).toMatchObject({ height: 270, width: 480 });
  expect(frame.data).toHaveLength(270 * 480 * 3);
  expect(pixel(frame, 0, 0.7)).toEqual(near(TORSO));
  expect(pixel(frame, 0, 0.74)).toEqual(near(TORSO));
  expect(pixel(frame, 0, 0.78)).toEqual(SKY);
  expect(pixel(frame, 0.6, 0.8)).toEqual(near(TORSO));
  // The back thigh's own centre, 0.1 ahead of its joint and 0.13 below.
  expect(pixel(frame, -0.4, 0.57)).toEqual(near(BACK_LEG));
  expect(pixel(frame, 0.5, -0.1)).toEqual(FLOORS[0]);
  expect(pixel(frame, 1.5, -0.1)).toEqual(FLOORS[1]);
});

test("the camera follows the torso over the floor", async () => {
  const start = drawSideView((await cheetahAt()).geometry());
  const later = drawSideView((await cheetahAt(-7.25)).geometry());
  const floor = 234 * 480 * 3;
  expect(Buffer.compare(later.data.subarray(0, floor), start.data.subarray(0, floor))).toBe(0);
  expect(pixel(later, -7.5, -0.1, -7.25)).toEqual(FLOORS[0]);
  expect(pixel(later, -6.5, -0.1, -7.25)).toEqual(FLOORS[1]);
  const two = drawSideView((await cheetahAt(2)).geometry());
  expect(Buffer.compare(two.data, start.data)).toBe(0);
});

test("a robot that is out of the picture leaves the background", async () => {
  const frame = drawSideView((await cheetahAt(0, 50)).geometry());
  expect(new Set(frame.data.subarray(0, 234 * 480 * 3))).toEqual(new Set(SKY));
});

test("shapes are painted at their opacity, with smooth edges", () => {
  const draw = (opacity: number, x: number) =>
    drawSideView({
      types: Int32Array.of(GeomType.plane, GeomType.sphere, GeomType.box),
      sizes: Float64Array.of(0, 0, 0, 0.01, 0, 0, 0.1, 0.1, 0.1),
      colors: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, opacity),
      positions: Float64Array.of(0, 0, 0.5, 0, 0, 1, x, 0, 1.5),
      orientations: Float64Array.from([0, 1, 2].flatMap(() => [1, 0, 0, 0, 1, 0, 0, 0, 1])),
    });
  // The floor is at 0.5, so the box is 1 above it.
  const color = (frame: Frame, x: number) => pixel(frame, x, 1);
  expect(color(draw(1, 1), 1)).toEqual([255, 0, 0]);
  expect(color(draw(0, 1), 1)).toEqual(SKY);
  // Half of it over the white that edges are painted on.
  expect(color(draw(0.5, 1), 1)).toEqual([255, 127, 127]);
  // 12 pixels to the edge, moved by half a pixel: the pixel there is half red and half white.
  const moved = draw(1, 1 + 0.5 / 120);
  expect(color(moved, 1 + 12 / 120)).toEqual([255, 0, 0]);
  expect(color(moved, 1 + 13 / 120)).toEqual([255, 255, 255]);
  expect(color(draw(1, 1), 1 + 12 / 120)[1]).toBe(127);
});
