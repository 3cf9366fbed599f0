import type { Frame } from "../env.js";
import type { Silhouette } from "./silhouette.js";

type Point = readonly [x: number, y: number];

/** Where on a picture the world is. */
export interface View {
  /** Pixels a metre. */
  readonly scale: number;
  /** From m to pixels, which are the centres of integers. */
  toPixel(x: number, z: number): Point;
}

/** How a silhouette is painted. */
export interface Paint {
  /** m around the silhouette that are painted too. */
  readonly margin: number;
  /** RGB, each 0 … 255, and opacity from 0 to 1. */
  readonly color: readonly number[];
}

/** Paints a silhouette over a picture, its edge smoothed over a pixel. */
export function paintSilhouette(
  { width, height, data }: Frame,
  { points, radius }: Pick<Silhouette, "points" | "radius">,
  { toPixel, scale }: View,
  { margin, color }: Paint,
): void {
  const corners = points.map(([x, z]) => toPixel(x, z));
  const reach = scale * (radius + margin);
  const [left, right] = span(
    corners.map(([x]) => x),
    reach,
    width,
  );
  const [top, bottom] = span(
    corners.map(([, y]) => y),
    reach,
    height,
  );
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const inside = 0.5 + reach - distanceTo(corners, x, y);
      if (inside > 0) blend(data, 3 * (y * width + x), color, Math.min(inside, 1));
    }
  }
}

/** The pixels of a picture's side that values, and all within a reach, can touch. */
function span(values: readonly number[], reach: number, size: number): [from: number, to: number] {
  const from = Math.floor(Math.min(...values) - reach - 1);
  const to = Math.ceil(Math.max(...values) + reach + 1);
  return [Math.max(from, 0), Math.min(to, size - 1)];
}

function blend(data: Uint8Array, at: number, [r, g, b, opacity]: readonly number[], share: number): void {
  const weight = share * opacity;
  data[at] += weight * (r - data[at]);
  data[at + 1] += weight * (g - data[at + 1]);
  data[at + 2] += weight * (b - data[at + 2]);
}

/** From a point to a convex polygon, a line or a point; negative within a polygon. */
function distanceTo(corners: readonly Point[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let [left, right] = [false, false];
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    const [ux, uy, px, py] = [bx - ax, by - ay, x - ax, y - ay];
    const along = Math.min(Math.max((px * ux + py * uy) / (ux * ux + uy * uy || 1), 0), 1);
    nearest = Math.min(nearest, Math.hypot(px - along * ux, py - along * uy));
    if (ux * py - uy * px < 0) left = true;
    else right = true;
  });
  // Inside, the point is on one side of all edges.
  return corners.length > 2 && left !== right ? -nearest : nearest;
}
