import { type ParameterTable, tableRows } from "../tables/parameter-table.js";

/** Of the power iteration, which needs many only where two directions are alike, and then either will do. */
const STEPS = 100;

/** The plane in which rows differ most. */
export interface PrincipalPlane {
  /** A table's rows in it, as [x, y]; of as many columns as the one it is of. */
  project(table: ParameterTable): (readonly [x: number, y: number])[];
  /** Share of the rows' variance along each of its axes, 0 … 1. */
  readonly shares: readonly [number, number];
}

/**
 * The first two principal components of a table's rows, by power iteration (Hotelling 1933).
 * @param table - [n, p]
 */
export function principalPlane(table: ParameterTable): PrincipalPlane {
  const mean = columnMeans(table);
  const centred = (row: readonly number[]) => row.map((value, m) => value - mean[m]);
  const rows = tableRows(table).map(centred);
  const first = principalDirection(rows);
  const rest = rows.map((row) => without(row, first));
  const second = principalDirection(rest);
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0) || 1;
  const share = (direction: readonly number[]) =>
    rows.reduce((sum, row) => sum + dot(row, direction) ** 2, 0) / total;
  return {
    project: (other) =>
      tableRows(other).map((row) => [dot(centred(row), first), dot(centred(row), second)] as const),
    shares: [share(first), share(second)],
  };
}

/** Along which rows vary most, of length 1; of length 0 if they do not vary. */
function principalDirection(rows: readonly (readonly number[])[]): number[] {
  let direction = unit(
    rows.reduce((longest, row) => (dot(row, row) > dot(longest, longest) ? row : longest)),
  );
  for (let step = 0; step < STEPS; step++) {
    const next = direction.map(() => 0);
    for (const row of rows) {
      const along = dot(row, direction);
      for (let m = 0; m < row.length; m++) next[m] += along * row[m];
    }
    direction = unit(next);
  }
  return direction;
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => (length > 0 ? value / length : 0));
}

function without(row: readonly number[], direction: readonly number[]): number[] {
  const along = dot(row, direction);
  return row.map((value, m) => value - along * direction[m]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let m = 0; m < a.length; m++) sum += a[m] * b[m];
  return sum;
}

function columnMeans({ rows, columns, values }: ParameterTable): number[] {
  const mean = new Array<number>(columns).fill(0);
  values.forEach((value, c) => {
    mean[c % columns] += value / rows;
  });
  return mean;
}
