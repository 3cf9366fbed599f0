import type { Arrays, Tensors, TensorTree } from "../jit/nd-array.js";
import type { Scan, ScanOptions, ScanStep } from "../jit/scan.js";

/** Ways to run functions of tensors. */
export const ENGINES = ["auto", "compiled", "eager"] as const;
export type EngineName = Exclude<(typeof ENGINES)[number], "auto">;

/**
 * Runs functions of tensors on arrays. Engines differ in how they execute them; their results are equal up to rounding.
 * The functions are pure: they get all data as arguments and return all results.
 */
export interface Engine {
  readonly name: EngineName;
  /** Name of what computes, for example "onnxruntime" or "wasm"; backends round differently. */
  readonly backend: string;
  /** @param fn - synchronous; the compiled engine calls it once for each combination of input shapes */
  prepare<I extends Tensors, O extends TensorTree>(
    fn: (inputs: I) => O,
  ): (inputs: Arrays<I>) => Promise<Arrays<O>>;
  /**
   * Prepares a loop over rows whose steps pass on a carry.
   * @param step - like `fn` of `prepare`
   */
  scan<C extends TensorTree, X extends TensorTree, S extends TensorTree, Y extends TensorTree>(
    step: ScanStep<C, X, S, Y>,
    options?: ScanOptions,
  ): Scan<C, X, S, Y>;
}
