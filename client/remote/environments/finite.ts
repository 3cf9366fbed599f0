import { unexpected } from "../../../proto/index.js";

/**
 * Looks at a server's numbers before anything is computed from them.
 * @param placeOf - where a value is, for example "for agent 3 in environment 2"
 * @throws ContractError if one is not finite
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
 * Four sums at a time, which for half-cheetah's 40 × 1000 rewards takes half the time of one (22 against 48 µs, of a
 * step of 1.6 ms).
 */
function areFinite(values: Float32Array | Float64Array): boolean {
  // Of finite numbers these are 0, of any other not a number.
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
