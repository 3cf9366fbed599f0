/**
 * Whether all numbers are finite. Uses four sums at a time: for half-cheetah's 40 × 1000 rewards this takes half the time
 * of one sum (22 instead of 48 µs, in a step of 1.6 ms).
 */
export function areFinite(values: Float32Array | Float64Array): boolean {
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
