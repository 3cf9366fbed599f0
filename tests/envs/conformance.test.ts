import { builtinEnvironments } from "../../server/index.js";
import { describeEnvironment } from "../conformance/env-conformance.js";

for (const definition of builtinEnvironments.values()) {
  describeEnvironment(definition, {
    options: { max_episode_steps: 12 },
    deterministicReset: definition.id === "resource-gathering",
  });
}
