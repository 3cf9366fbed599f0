import type { ActionArray } from "../../../envs/index.js";

/** Changes what environments say, or what they are told. */
export interface Perturber {
  /**
   * @param observations - [N, d], changed
   * @param starts - whether an environment is at the start of an episode
   */
  observe?(observations: Float32Array, starts: (row: number) => boolean): void;
  /**
   * @param actions - [N, a] or [N], changed
   * @param starts - whether an environment is at the start of an episode
   */
  act?(actions: ActionArray, starts: (row: number) => boolean): void;
}
