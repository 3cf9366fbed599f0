import { InvalidValueError } from "../errors.js";
import { GRID_SIZE, HOME, NUM_TILES } from "./grid.js";

/** A state of the environment. */
export interface Walk {
  readonly row: number;
  readonly column: number;
  /** Number of steps. */
  readonly elapsed: number;
  /** [NUM_TILES], 0 or 1. */
  readonly visited: Uint8Array;
}

// Row, column, elapsed (4 bytes, little-endian), visited.
const ELAPSED = 2;
const VISITED = 6;
const SIZE = VISITED + NUM_TILES;

export function encodeWalk({ row, column, elapsed, visited }: Walk): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  bytes.set([row, column]);
  new DataView(bytes.buffer).setUint32(ELAPSED, elapsed, true);
  bytes.set(visited, VISITED);
  return bytes;
}

/** @throws InvalidValueError at bytes that are not a walk, and at an impossible walk */
export function decodeWalk(bytes: Uint8Array): Walk {
  if (bytes.length !== SIZE) throw refused(`${SIZE} bytes of a walk`, `${bytes.length}`);
  const [row, column] = bytes;
  const elapsed = new DataView(bytes.buffer, bytes.byteOffset).getUint32(ELAPSED, true);
  const visited = bytes.subarray(VISITED);
  const walk = { row, column, elapsed, visited };
  if (row >= GRID_SIZE || column >= GRID_SIZE) throw refused("a place on the map", `[${row}, ${column}]`);
  if (visited.some((x) => x > 1)) throw refused("tiles that were visited or not", `${visited}`);
  if (!isPossible(walk)) {
    const tiles = [...visited].flatMap((x, tile) => (x ? [tile] : []));
    throw refused("a walk", `steps: ${elapsed}, tiles: ${tiles.join(", ")}, place: [${row}, ${column}]`);
  }
  return walk;
}

/** Whether a walk is possible: it starts at home, every step visits one tile, and its current tile is visited. */
function isPossible({ row, column, elapsed, visited }: Walk): boolean {
  const tiles = visited.reduce((sum, x) => sum + x, 0);
  if (elapsed === 0) return tiles === 0 && row === HOME.row && column === HOME.column;
  return tiles <= elapsed && visited[GRID_SIZE * row + column] === 1;
}

function refused(expected: string, got: string): InvalidValueError {
  return new InvalidValueError("states", expected, got, 'env "resource-gathering"');
}
