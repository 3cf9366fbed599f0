/** What was measured of something: a line of `--json`. */
export interface Row {
  readonly bench: string;
  /** What was measured, for example "compiled" or "pytorch". */
  readonly engine: string;
  readonly [field: string]: Value;
}

/** A field of a row; objects hold parts of a whole, by name. */
export type Value = string | number | boolean | null | Readonly<Record<string, number>>;

/** A row's fields, with `seconds.acting` for the parts of `seconds`. */
export function flatFields(row: Row): [field: string, value: Exclude<Value, object> | null][] {
  return Object.entries(row).flatMap(([field, value]) =>
    typeof value === "object" && value !== null
      ? Object.entries(value).map(([part, x]): [string, number] => [`${field}.${part}`, x])
      : [[field, value] as [string, Exclude<Value, object> | null]],
  );
}

/** @param decimals - to keep */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
