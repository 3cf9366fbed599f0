import type { Frame, VectorBuffers } from "../../envs/index.js";

/** The environments of a shard: in this thread, or in a process of their own. Only one method is called at a time. */
export interface ShardEnvironments {
  /** Results of the latest reset or step. Actions are written here before a step. */
  readonly buffers: VectorBuffers;
  /**
   * @param mask - [N], the environments to reset; all if left out
   * @param seed - if given, environment j is first seeded with seed + j
   */
  reset(mask?: Uint8Array, seed?: number): Promise<void>;
  /** Steps all environments once, with the actions in the buffers. */
  step(): Promise<void>;
  /**
   * @param mask - [N], the environments to save; all if left out
   * @returns N states; those of other environments are empty
   */
  save(mask?: Uint8Array): Promise<Uint8Array[]>;
  /**
   * @param states - N states; an empty one leaves its environment unchanged
   * @throws InvalidValueError at an invalid state; the states before it have been restored, but in a process none has
   */
  restore(states: readonly Uint8Array[]): Promise<void>;
  /**
   * @param mask - [N], the environments to render; all if left out
   * @returns one frame for each of them
   */
  render(mask?: Uint8Array): Promise<Frame[]>;
  /**
   * Takes the state of all environments, which were reset before.
   * @returns a function that puts it back, or fails if it could not be taken
   */
  remember(): Promise<() => Promise<void>>;
  dispose(): Promise<void>;
}

/** @param mask - [N]; all if left out */
export function isChosen(mask: Uint8Array | undefined, row: number): boolean {
  return mask === undefined || mask[row] === 1;
}
