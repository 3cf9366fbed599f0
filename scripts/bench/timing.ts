import { median } from "./median.js";

/**
 * Calls again and again for a while, at least once.
 * @param seconds - how long
 * @returns the median time of a call, in milliseconds
 */
export async function medianMilliseconds(call: () => Promise<unknown>, seconds: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + 1000 * seconds;
  let before = performance.now();
  do {
    await call();
    const after = performance.now();
    times.push(after - before);
    before = after;
  } while (before < end);
  return median(times);
}

/**
 * Calls again and again for a while, at least once.
 * @param seconds - how long
 * @returns calls a second, whatever happened meanwhile included
 */
export async function callsPerSecond(
  call: (i: number) => Promise<unknown> | unknown,
  seconds: number,
): Promise<number> {
  const start = performance.now();
  let calls = 0;
  let elapsed: number;
  do {
    await call(calls++);
    elapsed = (performance.now() - start) / 1000;
  } while (elapsed < seconds);
  return calls / elapsed;
}
