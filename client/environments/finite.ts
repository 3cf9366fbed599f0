import { unexpected } from "../../proto/index.js";

/**
 * A server's numbers, before anything is computed from them. Looking at half-cheetah's 40 × 1000 rewards takes
 * MEASURED of a step that takes milliseconds.
 * @param placeOf - where a value is, for example "for agent 3 in environment 2"
 * @throws ContractError if one is not finite
 */
export function checkFinite(
  values: Float32Array | Float64Array,
  where: string,
  placeOf: (index: number) => string,
): void {
  let sum = 0;
  // Of a finite number this is 0, of any other it is not a number.
  for (let i = 0; i < values.length; i++) sum += values[i] * 0;
  if (sum === 0) return;
  const index = values.findIndex((value) => !Number.isFinite(value));
  throw unexpected(where, "finite numbers", `${values[index]} ${placeOf(index)}`);
}
