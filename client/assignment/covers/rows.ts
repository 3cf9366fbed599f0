import type { ParameterTable } from "../../tables/parameter-table.js";

/** Row i, [p]. */
export function rowOf({ values, columns }: ParameterTable, i: number): Float64Array {
  return values.subarray(i * columns, (i + 1) * columns);
}

/** @param rows - each [p]; at least one */
export function tableOf(rows: readonly ArrayLike<number>[]): ParameterTable {
  const columns = rows[0].length;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => void values.set(row, i * columns));
  return { rows: rows.length, columns, values };
}

/** The centre of the smallest box around some rows, [p]. It minimises the largest L∞ distance to them. */
export function boxCentre(table: ParameterTable, members: readonly number[]): Float64Array {
  return Float64Array.from({ length: table.columns }, (_, m) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const i of members) {
      const value = table.values[i * table.columns + m];
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return (low + high) / 2;
  });
}

/** The mean of some rows, [p]. */
export function meanRow(table: ParameterTable, members: readonly number[]): Float64Array {
  return Float64Array.from({ length: table.columns }, (_, m) => {
    const sum = members.reduce((total, i) => total + table.values[i * table.columns + m], 0);
    return sum / members.length;
  });
}
