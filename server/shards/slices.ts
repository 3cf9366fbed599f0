/** For how long a shard works before it gives way to others, in milliseconds. */
const SLICE_MS = 5;

/**
 * Works on rows one after the other, and gives way to others now and then.
 * @param pause - resolves when it may go on
 */
export async function inSlices(
  numRows: number,
  work: (row: number) => void,
  pause: () => Promise<void>,
): Promise<void> {
  let end = performance.now() + SLICE_MS;
  for (let row = 0; row < numRows; row++) {
    if (performance.now() > end) {
      await pause();
      end = performance.now() + SLICE_MS;
    }
    work(row);
  }
}

/** @returns what pauses only where a slice is over, for work that is asynchronous anyway */
export function atSliceEnds(pause: () => Promise<void>): () => Promise<void> {
  let end = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() <= end) return;
    await pause();
    end = performance.now() + SLICE_MS;
  };
}
