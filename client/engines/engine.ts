import type { Arrays, Tensors, TensorTree } from "../jit/nd-array.js";
import type { Scan, ScanOptions, ScanStep } from "../jit/scan.js";

/** Ways to run functions of tensors. */
export const ENGINES = ["auto", "compiled", "eager"] as const;
export type EngineName = Exclude<(typeof ENGINES)[number], "auto">;

/**
 * Runs functions of tensors on arrays. Engines differ in how, never in what comes out, up to rounding.
 * The functions are pure: what they need is passed in, what they make is returned.
 */
export interface Engine {
  readonly name: EngineName;
  /** What computes, for example "onnxruntime" or "wasm"; each rounds in its own way. */
  readonly backend: string;
  /** @param fn - synchronous; under `compiled` it is called once for each combination of input shapes */
  prepare<I extends Tensors, O extends TensorTree>(
    fn: (inputs: I) => O,
  ): (inputs: Arrays<I>) => Promise<Arrays<O>>;
  /**
   * Prepares a loop over rows, whose steps hand a carry on.
   * @param step - as `fn` of `prepare`
   */
  scan<C extends TensorTree, X extends TensorTree, S extends TensorTree, Y extends TensorTree>(
    step: ScanStep<C, X, S, Y>,
    options?: ScanOptions,
  ): Scan<C, X, S, Y>;
}
