import { philox } from "./philox.js";

/** Which noise: that of one environment at one step. */
export interface NoisePlace {
  /** RolloutRequest.noise_seed. */
  readonly noiseSeed: number;
  /** The environment's, as CreateSession gave it: its session's seed and its number in it. */
  readonly environmentSeed: number;
  /** Steps before this one, RolloutRequest.first_step among them. */
  readonly step: number;
}

const WORD = 2 ** 32;
const NORMALS_IN_BLOCK = 4;
const block = new Uint32Array(4);

/** Block b of a place's noise, in `block`: see ActionChoice in interaction.proto. */
function drawBlock({ noiseSeed, environmentSeed, step }: NoisePlace, b: number): void {
  philox(
    [b, step % WORD, Math.floor(step / WORD), Math.floor(environmentSeed / WORD)],
    [noiseSeed, environmentSeed % WORD],
    block,
  );
}

/** @param out - [a], written: independent standard normal numbers */
export function drawNormals(place: NoisePlace, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const within = i % NORMALS_IN_BLOCK;
    if (within === 0) drawBlock(place, i / NORMALS_IN_BLOCK);
    const pair = within & 2;
    const radius = Math.sqrt(-2 * Math.log((block[pair] + 1) / WORD));
    const angle = (2 * Math.PI * block[pair + 1]) / WORD;
    out[i] = radius * (within % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  }
}

/**
 * Draws one of a categorical distribution's values.
 * @param logits - [a]
 */
export function drawCategory(place: NoisePlace, logits: Float32Array): number {
  drawBlock(place, 0);
  const max = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - max);
  const threshold = (block[0] / WORD) * total;
  let sum = 0;
  for (let a = 0; a < logits.length; a++) {
    sum += Math.exp(logits[a] - max);
    if (sum > threshold) return a;
  }
  // The sums round alike, so that the last exceeds the threshold; it is below the total.
  return logits.length - 1;
}
