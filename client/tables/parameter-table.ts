/** What agents want, θ: a row for each. */
export interface ParameterTable {
  /** n. */
  readonly rows: number;
  /** p. */
  readonly columns: number;
  /** θ, [n, p]. */
  readonly values: Float64Array;
  /** Of the columns, where the file has them. */
  readonly names?: readonly string[];
}
