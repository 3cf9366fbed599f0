import type { Interval } from "../../../approval/index.js";

/** Width, relative to the mean, below which an interval is nothing but rounding, and a number is 0. */
const ROUNDING = 1e-9;

/** A number for people, such as "−12.3": fewer decimals the larger it is. */
export function numberText(x: number): string {
  if (Math.abs(x) < ROUNDING) return "0";
  if (Math.abs(x) >= 1e6 || Math.abs(x) < 1e-3) return x.toExponential(2).replaceAll("-", "−");
  const decimals = Math.abs(x) >= 1000 ? 0 : Math.abs(x) >= 10 ? 1 : Math.abs(x) >= 0.1 ? 2 : 4;
  // Without the sign of a zero that was rounded.
  return x
    .toFixed(decimals)
    .replace(/^-(?=0(\.0*)?$)/, "")
    .replace("-", "−");
}

/** A value of an agent's parameter: whole numbers as they are. */
export function parameterText(value: number): string {
  return Number.isInteger(value) ? String(value).replace("-", "−") : numberText(value);
}

/** Whether all episodes were the same, so that there is nothing to be unsure of. */
export function hasNoWidth({ mean, lower, upper }: Interval): boolean {
  return upper - lower <= ROUNDING * Math.max(Math.abs(mean), 1);
}

/** For example "81.2 (80.1 to 82.3)", or "81.2" if the interval has no width. */
export function intervalText(interval: Interval): string {
  const { mean, lower, upper } = interval;
  if (hasNoWidth(interval)) return numberText(mean);
  return `${numberText(mean)} (${numberText(lower)} to ${numberText(upper)})`;
}

/** For example "+1.2" or "−0.3". */
export function changeText(interval: Interval): string {
  const text = intervalText(interval);
  return interval.mean > 0 ? `+${text}` : text;
}

/** A share as per cent. */
export function shareText(part: number, whole: number): string {
  return `${Math.round((100 * part) / whole)} %`;
}

/** A list in words: "1, 2 and 3". */
export function listText(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
