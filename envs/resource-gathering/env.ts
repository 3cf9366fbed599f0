import type { Env } from "../env.js";
import { clampToGrid, GRID_SIZE, HOME, MOVES, NUM_TILES } from "./grid.js";
import { drawGrid } from "./render.js";
import { decodeWalk, encodeWalk } from "./saved-walk.js";

/** [row, column, has_gold, has_gem, visited …]; there is neither gold nor gem, and both stay 0. */
export const OBSERVATION_SIZE = 4 + NUM_TILES;
/** [reward for a visited tile, visited …]. */
export const NUM_FEATURES = 1 + NUM_TILES;

/**
 * A walk over the map: collect tiles, come home, and be quick.
 * Resource Gathering of MO-Gymnasium as changed by Ivanov and Ben-Porat 2024, section 4: no enemies, every
 * tile a resource, and the episode over once home.
 */
export function createResourceGathering(): Env {
  const visited = new Uint8Array(NUM_TILES);
  let row: number = HOME.row;
  let column: number = HOME.column;
  let elapsed = 0;
  const isHome = () => row === HOME.row && column === HOME.column;

  return {
    reset() {
      visited.fill(0);
      ({ row, column } = HOME);
      elapsed = 0;
    },
    step(action) {
      const [down, right] = MOVES[action[0]];
      row = clampToGrid(row + down);
      column = clampToGrid(column + right);
      visited[GRID_SIZE * row + column] = 1;
      elapsed++;
      return isHome();
    },
    observe(out) {
      out[0] = row;
      out[1] = column;
      out[2] = 0;
      out[3] = 0;
      out.set(visited, 4);
    },
    features(out) {
      out[0] = isHome() && elapsed > 0 ? (100 - elapsed) / 100 : 0;
      out.set(visited, 1);
    },
    infos(out) {
      out[0] = row;
      out[1] = column;
      out.set(visited, 2);
    },
    save: () => encodeWalk({ row, column, elapsed, visited }),
    restore(state) {
      const walk = decodeWalk(state);
      ({ row, column, elapsed } = walk);
      visited.set(walk.visited);
    },
    render: () => drawGrid(row, column, visited),
    dispose() {},
  };
}
