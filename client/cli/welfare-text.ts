import type { LatestWelfare } from "../run/latest-welfare.js";

/**
 * What an evaluation found, with its standard error, or what training says so far.
 * @returns null if nothing is known
 */
export function welfareText({ welfare, welfareStandardError }: LatestWelfare): string | null {
  if (welfare === null) return null;
  if (welfareStandardError === null) return `${welfare.toFixed(2)} so far`;
  return `${welfare.toFixed(2)} ± ${welfareStandardError.toFixed(2)}`;
}
