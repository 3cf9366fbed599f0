/** A point on the map in tiles: x to the right and y down from the top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An arrow head halfway between two tiles; degrees clockwise from up. */
export interface Arrow extends Point {
  readonly angle: number;
}

export interface Walk {
  readonly steps: number;
  /** Corners of the line, in order. */
  readonly line: readonly Point[];
  readonly arrows: readonly Arrow[];
}

export const HOME = { row: 4, column: 2 } as const;

/** Tiles between the lanes of moves over the same edge, and how many fit. */
const LANE_WIDTH = 0.1;
const LANES = 4;

interface Move {
  /** Centre of the tile left. */
  readonly from: Point;
  readonly dx: number;
  readonly dy: number;
  /** Where its lane runs, relative to the centres. */
  readonly lane: Point;
}

/**
 * A walk from home as a line on which every move is visible. Moves keep to the right, as on a road, so that the ways
 * there and back are two lines. A repeated move takes the next lane.
 * @param positions - [T][2], row and column after each step; the start at home may come before them
 */
export function traceWalk(positions: readonly (readonly number[])[]): Walk {
  return traceWalks([positions])[0];
}

/**
 * Several walks on one map, with separate lanes for the same move.
 * @param walks - positions of each, as for one
 */
export function traceWalks(walks: readonly (readonly (readonly number[])[])[]): Walk[] {
  const seen = new Map<string, number>();
  return walks.map((positions) => {
    const startsHome = positions.length > 1 && isHome(positions[0]);
    const after = startsHome ? positions.slice(1) : positions;
    const moves = findMoves([[HOME.row, HOME.column], ...after], seen);
    return { steps: after.length, line: moves.flatMap(corners), arrows: moves.map(arrow) };
  });
}

function isHome([row, column]: readonly number[]): boolean {
  return row === HOME.row && column === HOME.column;
}

/**
 * The steps that changed the tile; a move off the map does not.
 * @param seen - how often each move was made before; updated
 */
function findMoves(tiles: readonly (readonly number[])[], seen: Map<string, number>): Move[] {
  return tiles.slice(1).flatMap(([row, column], i) => {
    const [fromRow, fromColumn] = tiles[i];
    const dx = column - fromColumn;
    const dy = row - fromRow;
    if (dx === 0 && dy === 0) return [];
    const edge = `${tiles[i]} ${row},${column}`;
    const times = seen.get(edge) ?? 0;
    seen.set(edge, times + 1);
    const offset = LANE_WIDTH * (1 + (times % LANES));
    const from = { x: fromColumn + 0.5, y: fromRow + 0.5 };
    // The right of (dx, dy), as y points down.
    return [{ from, dx, dy, lane: { x: -dy * offset, y: dx * offset } }];
  });
}

/** The corners of one move: at a turn, the crossing of its lane and the next one; otherwise the ends of both lanes. */
function corners(move: Move, i: number, moves: readonly Move[]): Point[] {
  const { from, dx, dy, lane } = move;
  const end = { x: from.x + dx + lane.x, y: from.y + dy + lane.y };
  const start = i === 0 ? [{ x: from.x + lane.x, y: from.y + lane.y }] : [];
  const next = moves[i + 1];
  if (next === undefined) return [...start, end];
  const turns = dx * next.dx + dy * next.dy === 0;
  const corner = { x: end.x + next.lane.x, y: end.y + next.lane.y };
  if (turns) return [...start, corner];
  return [...start, end, { x: next.from.x + next.lane.x, y: next.from.y + next.lane.y }];
}

function arrow({ from, dx, dy, lane }: Move): Arrow {
  const angle = (Math.atan2(dx, -dy) * 180) / Math.PI;
  return { x: from.x + dx / 2 + lane.x, y: from.y + dy / 2 + lane.y, angle };
}
