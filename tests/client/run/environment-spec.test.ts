import { expect, it, onTestFinished } from "vitest";
import { ConfigError, inProcessTransport, setUpRun } from "../../../client/index.js";
import { box, type EnvDefinition, type Space } from "../../../envs/index.js";
import { createEnvironmentService } from "../../../server/index.js";
import { countingEnvironment, registryOf } from "../../server/support/environments.js";
import { tinyConfig } from "../runs/support/settings.js";

/** The counter, with other actions. */
function withActions(actionSpace: Space): EnvDefinition {
  const counter = countingEnvironment();
  return {
    ...counter,
    configure(options) {
      const configured = counter.configure(options);
      return { ...configured, spec: { ...configured.spec, actionSpace } };
    },
  };
}

async function ask(actionSpace: Space, squashMean: boolean) {
  const service = createEnvironmentService({ registry: registryOf(withActions(actionSpace)), workers: 0 });
  onTestFinished(() => service.close());
  const config = tinyConfig("counter", "em", { squashMean });
  return (await setUpRun([inProcessTransport(service)], config)).spec;
}

it.each<[Space, string]>([
  [box([2], -Infinity, Infinity), "actions from -Infinity to Infinity"],
  [box([2], [-1, 0], [1, Infinity]), "actions from 0 to Infinity"],
  [box([1], -3e38, 3e38), "actions from -3e+38 to 3e+38"],
])("a mean is not scaled to bounds that are not there: %j", async (space, got) => {
  const sentence = `squashMean: expected actions with bounds, to scale the mean to, got ${got} (env "counter")`;
  await expect(ask(space, true)).rejects.toThrow(new ConfigError(sentence));
  expect(await ask(space, false)).toMatchObject({ id: "counter" });
});

it("a mean is scaled to bounds that are", async () => {
  expect(await ask(box([2], [-1, 0], 5), true)).toMatchObject({ id: "counter" });
});
