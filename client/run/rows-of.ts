/**
 * Rows as JSON has them.
 * @param values - [m, width]
 */
export function rowsOf(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) => [
    ...values.subarray(i * width, (i + 1) * width),
  ]);
}
