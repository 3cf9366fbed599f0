import { InvalidValueError } from "./errors.js";

/** Arrays of one shape whose entries lie in intervals, like Gymnasium's `Box`. */
export interface Box {
  readonly kind: "box";
  readonly dtype: "float32";
  readonly shape: readonly number[];
  /** Bounds, one per entry or one for all; −Infinity and Infinity if there is none. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The integers 0 … n − 1, like Gymnasium's `Discrete`. */
export interface Discrete {
  readonly kind: "discrete";
  readonly n: number;
}

export type Space = Box | Discrete;

/** Actions of N environments: Float32Array [N, a] for a Box, Int32Array [N] for Discrete. */
export type ActionArray = Float32Array | Int32Array;

export function box(shape: readonly number[], low: number | number[], high: number | number[]): Box {
  return { kind: "box", dtype: "float32", shape, low: [low].flat(), high: [high].flat() };
}

export function discrete(n: number): Discrete {
  return { kind: "discrete", n };
}

/** How many numbers one element of the space has: the product of a Box's shape, 1 for Discrete. */
export function spaceSize(space: Space): number {
  return space.kind === "box" ? space.shape.reduce((a, b) => a * b, 1) : 1;
}

/** The bounds of a Box's entry i. */
export function boxBounds(space: Box, i: number): [low: number, high: number] {
  return [space.low[i % space.low.length], space.high[i % space.high.length]];
}

/**
 * Checks and copies actions; those of a Box are clipped to its bounds.
 * @param actions - [N, a] or [N]
 * @param out - has the shape of `actions`
 * @throws InvalidValueError if the count is wrong, or an entry is not finite or not in a Discrete space
 */
export function copyActions(space: Space, actions: ArrayLike<number>, out: ActionArray): void {
  if (actions.length !== out.length) {
    throw new InvalidValueError("actions", `${out.length} numbers`, `${actions.length}`);
  }
  if (space.kind === "box") copyBoxActions(space, actions, out);
  else copyDiscreteActions(space, actions, out);
}

function copyBoxActions(space: Box, actions: ArrayLike<number>, out: ActionArray): void {
  const size = spaceSize(space);
  for (let i = 0; i < size; i++) {
    const [low, high] = boxBounds(space, i);
    for (let k = i; k < out.length; k += size) {
      const x = actions[k];
      if (!Number.isFinite(x)) {
        throw new InvalidValueError("actions", "finite numbers", `${x} at [${Math.floor(k / size)}, ${i}]`);
      }
      out[k] = Math.min(Math.max(x, low), high);
    }
  }
}

function copyDiscreteActions(space: Discrete, actions: ArrayLike<number>, out: ActionArray): void {
  for (let k = 0; k < out.length; k++) {
    const x = actions[k];
    if (!(Number.isInteger(x) && x >= 0 && x < space.n)) {
      throw new InvalidValueError("actions", `integers from 0 to ${space.n - 1}`, `${x} at [${k}]`);
    }
    out[k] = x;
  }
}
