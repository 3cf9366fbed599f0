import { unexpected } from "../../../proto/index.js";

/**
 * Checks a server's numbers before anything is computed from them.
 * @param placeOf - names the place of a value, for example "for agent 3 in environment 2"
 * @throws ContractError if a number is not finite
 */
export function checkFinite(
  values: Float32Array | Float64Array,
  where: string,
  placeOf: (index: number) => string,
): void {
  if (areFinite(values)) return;
  const index = values.findIndex((value) => !Number.isFinite(value));
  throw unexpected(where, "finite numbers", `${values[index]} ${placeOf(index)}`);
}

/**
 * Uses four sums at a time. For half-cheetah's 40 × 1000 rewards this takes half the time of one sum (22 instead of
 * 48 µs, in a step of 1.6 ms).
 */
function areFinite(values: Float32Array | Float64Array): boolean {
  // x · 0 is 0 for finite numbers and NaN for others.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 4 <= values.length; i += 4) {
    a += values[i] * 0;
    b += values[i + 1] * 0;
    c += values[i + 2] * 0;
    d += values[i + 3] * 0;
  }
  for (; i < values.length; i++) a += values[i] * 0;
  return a + b + c + d === 0;
}
