/** Four numbers below 2^32. */
export type PhiloxCounter = readonly [number, number, number, number];
/** Two numbers below 2^32. */
export type PhiloxKey = readonly [number, number];

const ROUNDS = 10;
const [MULTIPLIER_0, MULTIPLIER_1] = [0xd2511f53, 0xcd9e8d57];
const [WEYL_0, WEYL_1] = [0x9e3779b9, 0xbb67ae85];

/**
 * Philox 4x32-10: random numbers that are a function of a counter and a key (Salmon et al. 2011, "Parallel random
 * numbers: as easy as 1, 2, 3").
 * @param out - [4], written: numbers below 2^32
 */
export function philox(counter: PhiloxCounter, key: PhiloxKey, out: Uint32Array): void {
  let [a, b, c, d] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [low0, high0] = [Math.imul(MULTIPLIER_0, a), highBits(MULTIPLIER_0, a)];
    const [low1, high1] = [Math.imul(MULTIPLIER_1, c), highBits(MULTIPLIER_1, c)];
    [a, b, c, d] = [high1 ^ b ^ k0, low1, high0 ^ d ^ k1, low0];
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** The upper 32 bits of a product of two numbers of 32 bits. */
function highBits(one: number, other: number): number {
  const [oneLow, oneHigh] = [one & 0xffff, one >>> 16];
  const [otherLow, otherHigh] = [other & 0xffff, other >>> 16];
  const low = oneLow * otherLow;
  const middle = oneHigh * otherLow + (low >>> 16);
  const rest = oneLow * otherHigh + (middle % 0x10000);
  return oneHigh * otherHigh + Math.floor(middle / 0x10000) + Math.floor(rest / 0x10000);
}
