import { defineConstantKernels } from "./constants.js";
import { defineElementwiseKernels } from "./elementwise.js";
import { defineIndexingKernels } from "./indexing.js";
import { defineMatrixKernels } from "./matrices.js";
import { defineReductionKernels } from "./reductions.js";
import { defineShapeKernels } from "./shapes.js";

/** Registers all kernels of the tracing backend. */
export function defineKernels(): void {
  defineConstantKernels();
  defineElementwiseKernels();
  defineIndexingKernels();
  defineMatrixKernels();
  defineReductionKernels();
  defineShapeKernels();
}
