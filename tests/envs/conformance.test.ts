import { fileURLToPath } from "node:url";
import { builtinEnvironments, loadEnvironments } from "../../server/index.js";
import { describeEnvironment } from "../conformance/env-conformance.js";

const EXAMPLE = fileURLToPath(new URL("../../envs/examples/thermostat.js", import.meta.url));

for (const definition of builtinEnvironments.values()) {
  describeEnvironment(definition, {
    options: { max_episode_steps: 12 },
    deterministicReset: definition.id === "resource-gathering",
  });
}

const { registry } = await loadEnvironments([EXAMPLE]);
describeEnvironment(registry.get("thermostat")!);
