import { sampleMean } from "../../ops/sample-mean.js";

/** Mean ± standard error over seeds; a dash where one of them has no value. */
export function meanText(values: readonly (number | null)[], digits: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return "–";
  const { mean, standardError } = sampleMean(known);
  return `${mean.toFixed(digits)}${standardError === null ? "" : ` ± ${standardError.toFixed(digits)}`}`;
}
