// Figures of real runs say what agents differ in, in the environment's words.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { TrainConfigInput } from "../../../client/index.js";
import { runCaucus } from "../cli/support/program.js";
import { flagsOf } from "../cli/support/runs.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { texts } from "./svg.js";

const THERMOSTAT = fileURLToPath(new URL("../../../envs/examples/thermostat.js", import.meta.url));

it.each<[string, string, TrainConfigInput, string[]]>([
  ["ant-direction", "direction (rad)", { agents: 6, envOptions: { max_episode_steps: 20 } }, []],
  ["half-cheetah", "target velocity (m/s)", { agents: 6, envOptions: { max_episode_steps: 20 } }, []],
  ["thermostat", "wanted (°C)", {}, ["--load", THERMOSTAT]],
])("%s", async (env, label, settings, more) => {
  const cwd = await scratch();
  const committee: TrainConfigInput = { algorithm: "committee", epsilon: 0.5, transitions: 512, ...settings };
  const train = [
    "train",
    "--out",
    "run",
    ...flagsOf({ ...tinySettings(env, "committee"), ...committee }),
    ...more,
  ];
  const { code, stderr } = await runCaucus(cwd, train);
  expect(code, stderr).toBe(0);
  const figure = (name: string) => readFile(join(cwd, "run", "figures", `${name}.svg`), "utf8");
  expect(texts(await figure("histogram"))).toContain(label);
  expect(texts(await figure("committee"))).toContain(label);
  expect(texts(await figure("assignment"))).toContain(`agents by ${label}`);
  // Without a server.
  expect(await runCaucus(cwd, ["figures", "--run", "run"])).toMatchObject({ code: 0 });
  expect(texts(await figure("histogram"))).toContain(label);
});
