import { BACKENDS } from "../engines/backend.js";
import { ENGINES } from "../engines/engine.js";

/** Of the commands that compute with tensors. */
export const ENGINE_OPTIONS = {
  engine: {
    choices: ENGINES,
    default: "auto",
    describe: "How tensors are computed: compiled for ONNX Runtime, or one by one in TensorFlow.js.",
  },
  backend: {
    choices: BACKENDS,
    default: "auto",
    describe: "What TensorFlow.js computes with, in the eager engine.",
  },
} as const;
