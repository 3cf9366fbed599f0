import type { TrainConfigInput } from "../../client/index.js";

/** The authors' networks, which the peers have too. */
export const AUTHORS_NETWORKS: TrainConfigInput = {
  hiddenSizes: [64, 64],
  criticConditioning: "one-hot",
};
