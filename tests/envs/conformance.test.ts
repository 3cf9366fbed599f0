import { fileURLToPath } from "node:url";
import { builtinEnvironments, loadEnvironments } from "../../server/index.js";
import { describeEnvironment } from "../conformance/env-conformance.js";

const EXAMPLES = ["thermostat", "errands"];

for (const definition of builtinEnvironments.values()) {
  describeEnvironment(definition, {
    options: { max_episode_steps: 12 },
    deterministicReset: ["resource-gathering", "portfolio"].includes(definition.id),
    fewStarts: definition.id === "portfolio-regimes",
  });
}

const files = EXAMPLES.map((id) => fileURLToPath(new URL(`../../envs/examples/${id}.js`, import.meta.url)));
const { registry } = await loadEnvironments(files);
for (const id of EXAMPLES) describeEnvironment(registry.get(id)!);
