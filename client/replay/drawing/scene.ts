import type { Scene } from "../bodies.js";

// This code runs in Node and, inlined, in the page, so it may depend on neither.

/** Direction from which a scene is viewed, as azimuth and elevation in radians. */
export interface Camera {
  readonly azimuth: number;
  readonly elevation: number;
}

/** From the side. */
export const SIDE_VIEW: Camera = { azimuth: 0, elevation: 0 };

/** Width of the picture, which shows 4 m. */
export const WIDTH = 480;
export const SCENE_HEIGHT = 270;
/** Units of the picture per metre. */
const SCALE = 120;
/** Distance of the floor under the torso from the picture's top. */
const FLOOR_LINE = 234;
/** Width in m of the white edge around each body, so that overlapping bodies can be distinguished. */
const EDGE = 0.012;
/** Metres of floor on all sides of the torso. */
const FLOOR_AHEAD = 8;
const FLOOR_ASIDE = 2;
const FLOOR_DEPTH = 0.4;
/** Points less than this apart, in units of the picture, are one. */
const SAME = 1e-6;

type Point = readonly [x: number, y: number];
type Project = (x: number, y: number, z: number) => readonly [x: number, y: number, depth: number];

/** @returns SVG elements of what the scene is at step t, from 0 */
export function drawScene({ bodies, floor, poses }: Scene, t: number, camera: Camera): string {
  const pose = poses[t];
  const [x, y] = middle(pose, bodies[0].numPoints);
  const project = projection(camera, x, y, floor);
  let offset = 0;
  const drawn = bodies.map(({ numPoints, radius, color, opacity }) => {
    const points = Array.from({ length: numPoints }, (_, i) => {
      const at = offset + 3 * i;
      return project(pose[at], pose[at + 1], pose[at + 2]);
    });
    offset += 3 * numPoints;
    const depth = points.reduce((sum, point) => sum + point[2], 0) / numPoints;
    const outline = hull(points.map(([px, py]) => [px, py] as const));
    const edge = drawBody(outline, radius + EDGE, "white", opacity);
    return { depth, markup: edge + drawBody(outline, radius, color, opacity) };
  });
  drawn.sort((a, b) => b.depth - a.depth);
  return drawFloor(project, x, y, floor) + drawn.map(({ markup }) => markup).join("");
}

/** x and y amid the first points of a pose. */
function middle(pose: readonly number[], numPoints: number): Point {
  let [x, y] = [0, 0];
  for (let i = 0; i < numPoints; i++) {
    x += pose[3 * i] / numPoints;
    y += pose[3 * i + 1] / numPoints;
  }
  return [x, y];
}

/** Projects points onto the picture without perspective; a larger depth is farther away. */
function projection({ azimuth, elevation }: Camera, x0: number, y0: number, z0: number): Project {
  const [ca, sa, ce, se] = [Math.cos(azimuth), Math.sin(azimuth), Math.cos(elevation), Math.sin(elevation)];
  return (x, y, z) => {
    const right = ca * (x - x0) + sa * (y - y0);
    const away = ca * (y - y0) - sa * (x - x0);
    const up = ce * (z - z0) + se * away;
    return [WIDTH / 2 + SCALE * right, FLOOR_LINE - SCALE * up, ce * away - se * (z - z0)];
  };
}

/** The corners of points' convex hull, in order (Andrew 1979). */
export function hull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points]
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .filter((point, i, all) => i === 0 || distance(point, all[i - 1]) > SAME);
  if (sorted.length === 1) return sorted;
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && !turnsLeft(chain[chain.length - 2], chain[chain.length - 1], point))
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

function turnsLeft([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): boolean {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 1e-9;
}

function drawBody(outline: readonly Point[], radius: number, color: string, opacity: number): string {
  const paint = `fill="${color}" stroke="${color}" opacity="${opacity}"`;
  const reach = SCALE * radius;
  if (outline.length === 1) {
    const [[x, y]] = outline;
    return `<circle cx="${number(x)}" cy="${number(y)}" r="${number(reach)}" fill="${color}" opacity="${opacity}"/>`;
  }
  const path = `M${outline.map((point) => point.map(number).join(" ")).join("L")}Z`;
  const ends = `stroke-width="${number(2 * reach)}" stroke-linejoin="round" stroke-linecap="round"`;
  return `<path d="${path}" ${paint} ${ends}/>`;
}

/** Squares of a metre, their front cut open and numbered, so that motion shows. */
function drawFloor(project: Project, x0: number, y0: number, z: number): string {
  const [column, row] = [Math.round(x0), Math.round(y0)];
  const front = row - FLOOR_ASIDE;
  const tile = (corners: readonly (readonly [number, number, number])[], color: string): string => {
    const points = corners.map(([x, y, height]) => project(x, y, height).slice(0, 2).map(number).join());
    return `<polygon points="${points.join(" ")}" fill="${color}"/>`;
  };
  let markup = "";
  for (let x = column - FLOOR_AHEAD; x < column + FLOOR_AHEAD; x++) {
    for (let y = front; y < row + FLOOR_ASIDE; y++) {
      const corners = [
        [x, y, z],
        [x + 1, y, z],
        [x + 1, y + 1, z],
        [x, y + 1, z],
      ] as const;
      markup += tile(corners, (x + y) % 2 === 0 ? "#e3e8ed" : "#d3dae1");
    }
    const below = z - FLOOR_DEPTH;
    const corners = [
      [x, front, z],
      [x + 1, front, z],
      [x + 1, front, below],
      [x, front, below],
    ] as const;
    markup += tile(corners, (x + front) % 2 === 0 ? "#ced6dd" : "#bac4cd");
    const [left, top] = project(x, front, z);
    markup += `<text x="${number(left + 4)}" y="${number(top + 14)}" class="faint">${x} m</text>`;
  }
  return markup;
}

function number(x: number): string {
  return String(Math.round(100 * x) / 100);
}
