/** The map is 5 × 5; tiles are numbered row by row, 5 · row + column, row 0 at the top. */
export const GRID_SIZE = 5;
export const NUM_TILES = GRID_SIZE * GRID_SIZE;
export const HOME = { row: 4, column: 2 } as const;

/** Actions 0 … 3: up, down, left, right, as [row, column] steps. */
export const MOVES = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const;

/** Keeps a coordinate on the map, so that a move off the grid has no effect. */
export function clampToGrid(coordinate: number): number {
  return Math.min(Math.max(coordinate, 0), GRID_SIZE - 1);
}
