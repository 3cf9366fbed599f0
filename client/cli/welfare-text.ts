import type { LatestWelfare } from "../run/latest-welfare.js";

/**
 * The welfare of an evaluation, with its standard error, or the welfare of training so far.
 * @returns null if no welfare is known
 */
export function welfareText({ welfare, welfareStandardError }: LatestWelfare): string | null {
  if (welfare === null) return null;
  if (welfareStandardError === null) return `${welfare.toFixed(2)} so far`;
  return `${welfare.toFixed(2)} ± ${welfareStandardError.toFixed(2)}`;
}
