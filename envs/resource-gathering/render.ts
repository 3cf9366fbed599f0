import type { Frame } from "../env.js";
import { GRID_SIZE, HOME, NUM_TILES } from "./grid.js";

/** Pixels along a tile. */
const TILE = 32;

const COLORS = {
  line: [206, 212, 218],
  empty: [255, 255, 255],
  visited: [178, 223, 219],
  home: [255, 224, 130],
  walker: [38, 70, 83],
} as const;

/** The map, visited tiles shaded, home in yellow and the walker as a dark square. */
export function drawGrid(row: number, column: number, visited: Uint8Array): Frame {
  const size = GRID_SIZE * TILE;
  const data = new Uint8Array(size * size * 3);
  const fill = (top: number, left: number, side: number, color: readonly number[]) => {
    for (let y = top; y < top + side; y++) {
      for (let x = left; x < left + side; x++) data.set(color, 3 * (y * size + x));
    }
  };
  for (let tile = 0; tile < NUM_TILES; tile++) {
    const top = Math.floor(tile / GRID_SIZE) * TILE;
    const left = (tile % GRID_SIZE) * TILE;
    const home = tile === GRID_SIZE * HOME.row + HOME.column;
    fill(top, left, TILE, COLORS.line);
    fill(top + 1, left + 1, TILE - 2, home ? COLORS.home : visited[tile] ? COLORS.visited : COLORS.empty);
  }
  fill(row * TILE + TILE / 4, column * TILE + TILE / 4, TILE / 2, COLORS.walker);
  return { height: size, width: size, data };
}
