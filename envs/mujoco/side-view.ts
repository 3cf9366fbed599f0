import type { Frame } from "../env.js";
import { type Geometry, GeomType } from "./geometry.js";
import { paintSilhouette, type View } from "./painting.js";
import { silhouettes } from "./silhouette.js";

/** The picture, in pixels; 4 m × 2.25 m. */
const WIDTH = 480;
const HEIGHT = 270;
/** Pixels a metre. */
const SCALE = 120;
/** Pixels of floor at the bottom. */
const FLOOR_HEIGHT = 36;
/** m around each shape, so that shapes before each other can be told apart. */
const EDGE_WIDTH = 0.012;

const SKY = [244, 247, 250] as const;
const EDGE = { margin: EDGE_WIDTH, color: [255, 255, 255, 1] } as const;
/** Colours of alternate metres of floor, so that motion is visible. */
const FLOORS = [
  [186, 196, 205],
  [206, 214, 221],
] as const;

/** A robot from the side: x to the right, z up, and the torso in the middle. */
export function drawSideView(geometry: Geometry): Frame {
  const frame = { width: WIDTH, height: HEIGHT, data: new Uint8Array(WIDTH * HEIGHT * 3) };
  const shapes = silhouettes(geometry);
  const center = torsoPosition(geometry);
  const floor = floorHeight(geometry);
  const view: View = {
    scale: SCALE,
    toPixel: (x, z) => [WIDTH / 2 + SCALE * (x - center), HEIGHT - FLOOR_HEIGHT - SCALE * (z - floor)],
  };
  drawBackground(frame, center);
  for (const shape of shapes) {
    const [r, g, b, opacity] = shape.color;
    if (opacity === 0) continue;
    paintSilhouette(frame, shape, view, EDGE);
    paintSilhouette(frame, shape, view, { margin: 0, color: [255 * r, 255 * g, 255 * b, opacity] });
  }
  return frame;
}

/** @param center - x in the middle of the picture, in m */
function drawBackground({ width, height, data }: Frame, center: number): void {
  const sky = 3 * width * (height - FLOOR_HEIGHT);
  for (let i = 0; i < sky; i++) data[i] = SKY[i % 3];
  for (let i = sky; i < data.length; i++) {
    const column = Math.floor(i / 3) % width;
    const metre = Math.floor(center + (column - width / 2) / SCALE);
    data[i] = FLOORS[Math.abs(metre) % 2][i % 3];
  }
}

/** x of the first geom that is not a plane: models begin with their torso. */
function torsoPosition({ types, positions }: Geometry): number {
  const torso = types.findIndex((type) => type !== GeomType.plane);
  return torso < 0 ? 0 : positions[3 * torso];
}

/** z of the floor; 0 if there is none. */
function floorHeight({ types, positions }: Geometry): number {
  const floor = types.indexOf(GeomType.plane);
  return floor < 0 ? 0 : positions[3 * floor + 2];
}
