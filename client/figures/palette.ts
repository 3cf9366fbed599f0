import { scheme } from "vega";

/**
 * Ten colours that are distinct under common kinds of colour blindness; greyish ones come last.
 * Petroff 2021, "Accessible color sequences for data visualization", the sequence of ten.
 */
const CATEGORICAL = [
  "#3f90da",
  "#ffa90e",
  "#bd1f01",
  "#832db6",
  "#92dadd",
  "#a96b59",
  "#e76300",
  "#b9ac70",
  "#717581",
  "#94a4a2",
] as const;

/** Largest number of representatives that can be distinguished by colour, or listed. */
export const MAX_CATEGORIES = CATEGORICAL.length;

/** Where viridis is cut off, since its light end is hard to see on white. */
const LAST_SHADE = 0.93;

/** A colour for each of k representatives: categorical up to ten, else along viridis. */
export function representativeColors(k: number): string[] {
  if (k <= MAX_CATEGORIES) return CATEGORICAL.slice(0, k);
  const viridis = scheme("viridis") as (position: number) => string;
  return Array.from({ length: k }, (_, j) => viridis((LAST_SHADE * j) / (k - 1)));
}

/** The colour of the field `representative`, 1 … k, with a legend where it helps. */
export function representativeColor(k: number) {
  const domain = Array.from({ length: k }, (_, j) => j + 1);
  return {
    field: "representative",
    type: "nominal",
    scale: { domain, range: representativeColors(k) },
    legend: k > 1 && k <= MAX_CATEGORIES ? { title: "representative" } : null,
  } as const;
}
