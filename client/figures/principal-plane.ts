import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { ParameterTable } from "../tables/parameter-table.js";

/** The plane in which rows differ most. */
export interface PrincipalPlane {
  /** A table's rows in it, as [x, y]; of as many columns as the one it is of. */
  project(table: ParameterTable): (readonly [x: number, y: number])[];
  /** Share of the rows' variance along each of its axes, 0 … 1. */
  readonly shares: readonly [number, number];
}

/**
 * The first two principal components of a table's rows (Hotelling 1933), by a singular value decomposition.
 * @param table - [n, p], p ≥ 2
 */
export function principalPlane(table: ParameterTable): PrincipalPlane {
  const mean = matrixOf(table).mean("column");
  const centred = matrixOf(table).center("column");
  const options = { computeLeftSingularVectors: false, autoTranspose: true };
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(centred, options);
  const total = diagonal.reduce((sum, value) => sum + value ** 2, 0) || 1;
  const direction = (c: number) => (c < diagonal.length ? rightSingularVectors.getColumn(c) : undefined);
  const [first, second] = [0, 1].map(direction);
  const along = (row: readonly number[], axis: readonly number[] | undefined) =>
    axis === undefined ? 0 : axis.reduce((sum, value, m) => sum + value * (row[m] - mean[m]), 0);
  return {
    project: (other) =>
      matrixOf(other)
        .to2DArray()
        .map((row) => [along(row, first), along(row, second)] as const),
    shares: [0, 1].map((c) => (diagonal[c] ?? 0) ** 2 / total) as [number, number],
  };
}

function matrixOf({ rows, columns, values }: ParameterTable): Matrix {
  return Matrix.from1DArray(rows, columns, values);
}
