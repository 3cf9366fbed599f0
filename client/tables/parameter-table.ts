/** Agents' parameters θ, with a row for each agent. */
export interface ParameterTable {
  /** n. */
  readonly rows: number;
  /** p. */
  readonly columns: number;
  /** θ, [n, p]. */
  readonly values: Float64Array;
  /** Names of the columns, if the file has them. */
  readonly names?: readonly string[];
}

/** @param values - θ, [n, p], row after row; not copied */
export function tableOfValues(values: Float64Array, columns: number): ParameterTable {
  return { rows: values.length / columns, columns, values };
}

/** The table's rows as plain arrays, each [p]. */
export function tableRows({ rows, columns, values }: ParameterTable): number[][] {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}
