import { type ActionArray, type Space, spaceSize } from "../../envs/index.js";
import { drawCategory, drawNormals, type NoisePlace } from "../../proto/action-noise.js";
import type { PolicyOutputs } from "./policy.js";

/** One row of a policy's outputs. */
export interface OutputRow {
  readonly outputs: PolicyOutputs;
  readonly row: number;
}

/** One row of actions, which are [N, a] or [N]. */
export interface ActionRow {
  readonly actions: ActionArray;
  readonly row: number;
}

/**
 * Chooses an action from a policy's outputs, without clipping.
 * @param noise - which noise the action is drawn with
 * @param to - written
 * @returns whether the outputs are a distribution
 */
export type Chooser = (from: OutputRow, noise: NoisePlace, to: ActionRow) => boolean;

/** @param sampled - whether actions are drawn at random; otherwise the most likely ones are taken */
export function createChooser(space: Space, sampled: boolean): Chooser {
  return space.kind === "discrete"
    ? categoryChooser(space.n, sampled)
    : normalChooser(spaceSize(space), sampled);
}

/** @param n - number of values */
function categoryChooser(n: number, sampled: boolean): Chooser {
  return ({ outputs: { logits }, row: i }, noise, { actions, row }) => {
    const own = logits.subarray(i * n, (i + 1) * n);
    const most = own.reduce((largest, logit) => Math.max(largest, logit), Number.NEGATIVE_INFINITY);
    actions[row] = sampled ? drawCategory(noise, own) : own.indexOf(most);
    return Number.isFinite(most);
  };
}

/** @param size - a */
function normalChooser(size: number, sampled: boolean): Chooser {
  const normals = new Float64Array(size);
  return ({ outputs: { mean, log_std: logStd }, row: i }, noise, { actions, row }) => {
    if (sampled) drawNormals(noise, normals);
    let finite = true;
    for (let c = 0; c < size; c++) {
      const spread = sampled ? Math.exp(logStd[(i * size + c) % logStd.length]) * normals[c] : 0;
      actions[row * size + c] = mean[i * size + c] + spread;
      finite &&= Number.isFinite(actions[row * size + c]);
    }
    return finite;
  };
}
