import { areFinite } from "../../../proto/are-finite.js";
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
