/** Number of latest samples that the estimate uses. */
const WINDOW = 60;
/** Smallest time between samples, in milliseconds. */
const SPACING_MS = 500;

/**
 * Estimates the time left from the pace of at least the last half minute.
 * @returns a function from the share that is done and the current time in milliseconds to the seconds left, if known
 */
export function createTimeLeft(): (share: number, now: number) => number | undefined {
  const moments: { readonly share: number; readonly time: number }[] = [];
  return (share, time) => {
    const [first] = moments;
    const latest = moments.at(-1);
    if (latest === undefined || time - latest.time >= SPACING_MS) moments.push({ share, time });
    if (moments.length > WINDOW) moments.shift();
    if (first === undefined || share <= first.share) return undefined;
    return ((1 - share) * (time - first.time)) / (share - first.share) / 1000;
  };
}
