// Tests of `caucus list` and `caucus describe`.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { GRID_NAMES } from "../../../client/experiments/plan/definitions.js";
import { ALGORITHMS, COVER_NAMES } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { expectRefusal } from "./support/failures.js";
import { runCaucus, startServerProcess } from "./support/program.js";

const EXAMPLE = fileURLToPath(new URL("../../../envs/examples/thermostat.js", import.meta.url));
const THERMOSTAT = {
  id: "thermostat",
  description: "Heat a room to the temperature that agents want.",
  agentParameters: [
    { name: "wanted", unit: "°C", description: "Best for it.", integer: false, minimum: 16, maximum: 26 },
  ],
};

interface Named {
  readonly name: string;
  readonly description: string;
}

async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCaucus(await scratch(), args);
  expect(code, stderr).toBe(0);
  return stdout;
}

const namesOf = (things: readonly Named[]) => things.map(({ name }) => name);

describe("caucus list", () => {
  it("has every environment, algorithm, cover and experiment, each with a description", async () => {
    const { environments, algorithms, covers, experiments } = JSON.parse(await printed("list", "--json"));
    expect(namesOf(algorithms)).toEqual(ALGORITHMS);
    expect(namesOf(covers)).toEqual(COVER_NAMES);
    expect(namesOf(experiments)).toEqual([...GRID_NAMES, "theorem-1"]);
    const ids = environments.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining(["resource-gathering", "half-cheetah", "ant-direction"]));
    for (const { description } of [...environments, ...algorithms, ...covers, ...experiments]) {
      expect(description).toMatch(/^\S.*\S$/);
    }
    const [gathering] = environments.filter(({ id }: { id: string }) => id === "resource-gathering");
    expect(gathering.options).toMatchObject([{ name: "max_episode_steps", type: "integer", default: 40 }]);
    expect(gathering.agentParameters).toMatchObject([
      { name: "tile", minimum: 0, maximum: 24, integer: true },
    ]);
  });

  it("has the user's own environments beside them", async () => {
    const text = await printed("list", "--load", EXAMPLE);
    expect(text).toContain(
      [
        "  thermostat: Heat a room to the temperature that agents want.",
        "    agents differ in wanted (16 to 26 °C): Best for it.",
        "",
      ].join("\n"),
    );
    expect(text).toMatch(
      /^ {2}resource-gathering: .*\n {4}agents differ in tile \(0 to 24, whole\): .*\n {4}--env-options\.max_episode_steps \(integer 1 to 1000000, default 40\): Steps/m,
    );
    for (const title of ["environments (--env)", "algorithms (--algorithm)", "covers (--cover)"]) {
      expect(text).toContain(`${title}\n`);
    }
    for (const name of [...ALGORITHMS, ...COVER_NAMES, ...GRID_NAMES])
      expect(text).toContain(`\n  ${name}: `);
  });

  it("has those of servers, each once", async () => {
    const [first, second] = [await startServerProcess(0, ["--load", EXAMPLE]), await startServerProcess()];
    const servers = [first, second].flatMap(({ address }) => ["--server", address]);
    const { environments } = JSON.parse(await printed("list", "--json", ...servers));
    const ids = environments.map(({ id }: { id: string }) => id);
    expect(ids).toContain("thermostat");
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each<[string[], string, number]>([
    [["list", "--josn"], "Unknown argument: --josn. Did you mean --json?", 1],
    [["lst"], "Unknown command: lst. Did you mean list?", 1],
    [["list", "--server", "here"], '--server: expected host:port, got "here"', 2],
    [
      ["list", "--load", EXAMPLE, "--server", "localhost:1"],
      "--load: expected no --server beside it, got localhost:1: give --load to that caucus-server",
      2,
    ],
  ])("refuses %j", async (args, sentence, code) => {
    await expectRefusal(await scratch(), args, sentence, code);
  });
});

describe("caucus describe", () => {
  it("describes an environment completely", async () => {
    expect(await printed("describe", "thermostat", "--load", EXAMPLE)).toBe(
      [
        "thermostat: Heat a room to the temperature that agents want.",
        "  observation   [2], any number",
        "  action        one of 3, from 0",
        "  rewards       0 to 1 a step, for each of n agents",
        "  report scale  returns are reported times 2.0833333333333335",
        "  agents        10 if not told otherwise",
        "  step limit    48 steps",
        "  time step     1800 s",
        "  render modes  none",
        "agents differ in",
        "  wanted  16 to 26 °C  Best for it.",
        "",
      ].join("\n"),
    );
  });

  it("heeds options, and says all there are, and infos", async () => {
    const options = ["--env-options.max_target_velocity", "8", "--env-options.report_geometry", "true"];
    const text = await printed("describe", "half-cheetah", ...options);
    expect(text).toContain("  action        [6], -1 to 1\n");
    expect(text).toContain("  render modes  rgb_array\n");
    expect(text).toContain("  target_velocity  0 to 8 m/s  The velocity along x that the agent wants.\n");
    expect(text).toMatch(/^ {2}max_episode_steps +integer 1 to 1000000, default 1000 +Steps/m);
    expect(text).toMatch(/^ {2}x_velocity +float64 \[\] +m\/s +/m);
    expect(text).toMatch(/^ {2}geom_size +float64 \[/m);
  });

  it("prints JSON, of a server's environment too", async () => {
    const { address } = await startServerProcess(0, ["--load", EXAMPLE]);
    const record = JSON.parse(await printed("describe", "thermostat", "--json", "--server", address));
    expect(record).toEqual({
      ...THERMOSTAT,
      observationSpace: { kind: "box", shape: [2], low: ["-Infinity"], high: ["Infinity"] },
      actionSpace: { kind: "discrete", n: 3 },
      rewardRange: [0, 1],
      agents: 10,
      options: [],
      infos: [],
      maxEpisodeSteps: 48,
      dt: 1800,
      renderModes: [],
      reportScale: 100 / 48,
    });
  });

  it.each<[string[], string, number]>([
    [["describe"], "describe: expected an environment, got none; caucus list shows the environments", 2],
    [["describe", "ant", "--env-options", "3"], "--env-options: expected --env-options.NAME VALUE, got 3", 2],
    [
      ["describe", "resource-gathering", "--env-options.steps", "3"],
      'options: expected only max_episode_steps, got "steps" (env "resource-gathering")',
      1,
    ],
    [
      ["describe", "ant", "--env-option.steps", "3"],
      "Unknown argument: --env-option.steps. Did you mean --env-options.steps?",
      1,
    ],
    [["describe", "ant", "hopper"], "Unknown argument: hopper", 1],
    [["descrieb", "ant"], "Unknown command: descrieb. Did you mean describe?", 1],
  ])("refuses %j", async (args, sentence, code) => {
    await expectRefusal(await scratch(), args, sentence, code);
  });
});
