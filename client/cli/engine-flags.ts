import { BACKENDS } from "../engines/backend.js";
import { ENGINES } from "../engines/engine.js";

/** Options of the commands that compute with tensors. */
export const ENGINE_OPTIONS = {
  engine: {
    choices: ENGINES,
    default: "auto",
    describe: "How tensors are computed: compiled for ONNX Runtime, or one by one in TensorFlow.js.",
  },
  backend: {
    choices: BACKENDS,
    default: "auto",
    describe: "Backend of TensorFlow.js in the eager engine.",
  },
} as const;
