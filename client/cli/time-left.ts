/** How many of the latest moments count. */
const WINDOW = 60;
/** Moments that are nearer to each other tell nothing new. */
const SPACING_MS = 500;

/**
 * Estimates the time left from the pace of the last half minute or more.
 * @returns told what share is done, and when in milliseconds, says how many seconds are left, if it can
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
