/** Milliseconds that a shard works before it yields to others. */
const SLICE_MS = 5;

/**
 * Works on rows one after the other, and yields to others at the end of each slice.
 * @param pause - resolves when the work may go on
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

/** @returns a function that pauses only at the end of a slice, for work that is asynchronous anyway */
export function atSliceEnds(pause: () => Promise<void>): () => Promise<void> {
  let end = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() <= end) return;
    await pause();
    end = performance.now() + SLICE_MS;
  };
}
