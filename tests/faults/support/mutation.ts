import type { Rng } from "../../../envs/index.js";

type Mutation = (bytes: Buffer, rng: Rng) => Buffer;

const place = (bytes: Buffer, rng: Rng) => (bytes.length === 0 ? 0 : rng.integer(bytes.length));

/** Bytes at which integers, lengths and tags change their meaning. */
const TELLING = [0, 1, 0x7f, 0x80, 0xff];

function edited(bytes: Buffer, rng: Rng, value: (old: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length === 0) return copy;
  const at = place(copy, rng);
  copy[at] = value(copy[at]);
  return copy;
}

const MUTATIONS: readonly Mutation[] = [
  (bytes) => bytes,
  (bytes, rng) => edited(bytes, rng, (old) => old ^ (1 << rng.integer(8))),
  (bytes, rng) => edited(bytes, rng, () => TELLING[rng.integer(TELLING.length)]),
  (bytes, rng) => bytes.subarray(0, place(bytes, rng)),
  (bytes, rng) => bytes.subarray(place(bytes, rng)),
  (bytes, rng) => Buffer.concat([bytes, noise(rng, 64)]),
  (bytes, rng) => {
    const at = place(bytes, rng);
    return Buffer.concat([bytes.subarray(0, at), noise(rng, 16), bytes.subarray(at)]);
  },
  (bytes, rng) => Buffer.concat([bytes, bytes.subarray(place(bytes, rng))]),
  (_, rng) => noise(rng, 256),
];

/** @param maxLength - of what it returns */
export function noise(rng: Rng, maxLength: number): Buffer {
  return Buffer.from(Array.from({ length: rng.integer(maxLength + 1) }, () => rng.integer(256)));
}

/** Damages bytes in one or more ways, or not at all. */
export function mutate(bytes: Uint8Array, rng: Rng): Buffer {
  let mutated = Buffer.from(bytes);
  for (let i = 0; i <= rng.integer(3); i++) {
    mutated = Buffer.from(MUTATIONS[rng.integer(MUTATIONS.length)](mutated, rng));
  }
  return mutated;
}
