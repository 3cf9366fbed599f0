import { defineConstantKernels } from "./constants.js";
import { defineElementwiseKernels } from "./elementwise.js";
import { defineIndexingKernels } from "./indexing.js";
import { defineMatrixKernels } from "./matrices.js";
import { defineReductionKernels } from "./reductions.js";
import { defineShapeKernels } from "./shapes.js";

/** Teaches the tracing backend every kernel it knows. */
export function defineKernels(): void {
  defineConstantKernels();
  defineElementwiseKernels();
  defineIndexingKernels();
  defineMatrixKernels();
  defineReductionKernels();
  defineShapeKernels();
}
