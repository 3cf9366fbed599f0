import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import yargs from "yargs";
import { configFlags, configFromFlags, givenFlags } from "../../../client/cli/config-flags.js";
import { ConfigError, resolveConfig } from "../../../client/config/resolve-config.js";
import { trainConfigSchema } from "../../../client/config/train-config.js";
import { ALGORITHMS } from "../../../client/index.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "caucus-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string, name = "config.yaml"): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What the command line makes of its words. */
const parse = (line: string): Record<string, unknown> =>
  yargs(line.split(" ").filter((word) => word !== ""))
    .options(configFlags())
    .parserConfiguration({ "camel-case-expansion": false })
    .strict()
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new Error(message);
    })
    .parseSync();

const settingsOf = (line: string, path?: string) => configFromFlags(parse(line), path);

describe("flags", () => {
  it("are one for each setting, and one for each end of a schedule", () => {
    const visible = Object.entries(configFlags()).filter(([, { hidden }]) => !hidden);
    const names = visible.map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining(["env", "envs-per-representative", "learning-rate.start", "learning-rate.end"]),
    );
    expect(names).not.toContain("learning-rate");
    expect(names).toHaveLength(Object.keys(trainConfigSchema.shape).length + 2);
  });

  it("say what they are and what they are if not given", () => {
    const { clip, agents, algorithm } = configFlags();
    expect(clip).toMatchObject({
      type: "number",
      describe: "ε of the clipped surrogate.",
      defaultDescription: "0.2",
    });
    expect(agents).toMatchObject({ type: "number", defaultDescription: "none" });
    for (const name of ALGORITHMS) expect(algorithm.describe).toContain(`${name}: `);
    expect(configFlags()["learning-rate.end"].describe).toBe(
      "Learning rate of Adam for actors and critics; the schedule is geometric. Here: value at the last iteration.",
    );
  });

  it("set nothing that is not given", async () => {
    expect(await settingsOf("")).toEqual({});
    expect(givenFlags(parse(""))).toEqual([]);
  });

  it.each([
    ["--env hopper --algorithm em", { env: "hopper", algorithm: "em" }],
    ["--representatives 5 --kl-limit 0.05", { representatives: 5, klLimit: 0.05 }],
    ["--squash-mean --no-learn-log-std", { squashMean: true, learnLogStd: false }],
    ["--hidden-sizes 32 16", { hiddenSizes: [32, 16] }],
    ["--agent-parameters 0.5 2", { agentParameters: [0.5, 2] }],
    ["--train-agents 50 --test-agents 9", { trainAgents: 50, testAgents: 9 }],
    ["--hidden-sizes 32", { hiddenSizes: [32] }],
    ["--learning-rate.start 1 --learning-rate.end 0.5", { learningRate: { start: 1, end: 0.5 } }],
    ["--outside-option 12.5", { outsideOption: 12.5 }],
    ["--outside-option -3", { outsideOption: -3 }],
    ["--env-options.size 7", { envOptions: { size: 7 } }],
    ["--env-options.a false --env-options.b true", { envOptions: { a: false, b: true } }],
    ["--env-options.a=false --no-env-options.b", { envOptions: { a: false, b: false } }],
  ])("%s", async (line, settings) => {
    expect(await settingsOf(line)).toEqual(settings);
    expect(() => resolveConfig(settings as never)).not.toThrow();
  });

  it("name a file of outside options, whose numbers are kept", async () => {
    const path = join(folder, "options.csv");
    writeFileSync(path, "utility\n3\n-1.5\n40\n");
    const expected = { outsideOption: [3, -1.5, 40] };
    expect(await settingsOf(`--outside-option ${path}`)).toEqual(expected);
    expect(await settingsOf("", file(`outsideOption: ${path}`))).toEqual(expected);
  });

  it.each<[string, string, (path: string) => string]>([
    ["options.csv", "3,4\n5,6\n", (path) => `${path}: expected one column, a row for each agent, got 2`],
    [
      "options.csv",
      "3\nnan\n",
      (path) =>
        `expected a number or a file of numbers, got ${path}: expected finite numbers, got NaN in row 2, column 1`,
    ],
    [
      "options.txt",
      "3\n",
      (path) => `expected a number or a file of numbers, got ${path}: expected a file named .npy or .csv`,
    ],
  ])("refuse a file of outside options that is none: %s, %j", async (name, text, sentence) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    await expect(settingsOf(`--outside-option ${path}`)).rejects.toThrow(`outsideOption: ${sentence(path)}`);
  });

  it("that are given are known by name", () => {
    expect(givenFlags(parse("--squash-mean --learning-rate.end 1"))).toEqual([
      "learning-rate.end",
      "squash-mean",
    ]);
  });

  it.each(["--discuont 1", "--batchSize 64"])("%s is refused", (line) => {
    expect(() => parse(line)).toThrow(/Unknown argument/);
  });

  it("that are no part of a schedule are refused with it", async () => {
    const settings = await settingsOf("--learning-rate.middle 1");
    expect(() => resolveConfig(settings)).toThrow(/^learningRate\.middle: unknown setting/);
  });

  it.each([
    ["resource-gathering", "--entropy-coefficient.end 1e-4", { start: 5e-2, end: 1e-4 }],
    ["half-cheetah", "--entropy-coefficient.end 1e-4", { start: 1e-3, end: 1e-4 }],
  ])("leave a schedule's other end as it is by default in %s", async (env, line, schedule) => {
    expect((await settingsOf(`--env ${env} ${line}`)).entropyCoefficient).toEqual(schedule);
    expect((await settingsOf(line, file(`env: ${env}`))).entropyCoefficient).toEqual(schedule);
  });

  it("leave a schedule's other end as it is in the default environment", async () => {
    expect((await settingsOf("--learning-rate.end 2e-4")).learningRate).toEqual({ start: 5e-4, end: 2e-4 });
  });
});

describe("agents in a file", () => {
  it.each(["--train-agents FILE", "--config"])("become settings (%s)", async (how) => {
    const table = file("direction\n0.5\n1\n", "theta.csv");
    const settings = await (how === "--config"
      ? settingsOf("", file(`trainAgents: ${table}\ntestAgents: 3\n`))
      : settingsOf(`--train-agents ${table} --test-agents 3`));
    expect(settings).toEqual({ trainAgents: [[0.5], [1]], testAgents: 3 });
  });

  it("that cannot be read are refused by the setting's name", async () => {
    const table = file("1\nnan\n", "theta.csv");
    await expect(settingsOf(`--test-agents ${table}`)).rejects.toThrow(
      new ConfigError(`testAgents: ${table}: expected finite numbers, got NaN in row 2, column 1`),
    );
    await expect(settingsOf("--train-agents many")).rejects.toThrow(
      new ConfigError("trainAgents: many: expected a file named .npy or .csv"),
    );
  });
});

describe("a config file", () => {
  it("is YAML", async () => {
    const path = file(
      "env: hopper\nhiddenSizes: [32, 32]\nlearningRate: { start: 1.0e-3, end: 1.0e-4 }\nagents: null\n",
    );
    expect(await settingsOf("", path)).toEqual({
      env: "hopper",
      hiddenSizes: [32, 32],
      learningRate: { start: 1e-3, end: 1e-4 },
      agents: null,
    });
  });

  it("or JSON", async () => {
    expect(await settingsOf("", file('{ "seed": 4, "squashMean": true }'))).toEqual({
      seed: 4,
      squashMean: true,
    });
  });

  it("gives way to flags, setting by setting", async () => {
    const path = file(
      "seed: 4\nepochs: 3\nlearningRate: { start: 1, end: 0.5 }\nenvOptions: { a: 1, b: 2 }\n",
    );
    expect(await settingsOf("--seed 5 --learning-rate.end 0.25 --env-options.b 3", path)).toEqual({
      seed: 5,
      epochs: 3,
      learningRate: { start: 1, end: 0.25 },
      envOptions: { a: 1, b: 3 },
    });
  });

  it("keeps unknown settings, which the config refuses by name", async () => {
    const settings = await settingsOf("--seed 5", file("sede: 4"));
    expect(() => resolveConfig(settings)).toThrow(/^sede: unknown setting; did you mean seed\?$/);
  });

  it.each([
    ["a list", "- 1\n- 2", "expected settings by name, got [1,2]"],
    ["a word", "hello", 'expected settings by name, got "hello"'],
    ["nothing", "", "expected settings by name, got null"],
    ["not YAML", "a: [", "expected YAML or JSON, got "],
  ])("that is %s is refused", async (_, text, reason) => {
    const path = file(text);
    await expect(settingsOf("", path)).rejects.toThrow(`--config ${path}: ${reason}`);
  });

  it("that is not there is named", async () => {
    const path = join(folder, "absent.yaml");
    await expect(settingsOf("", path)).rejects.toThrow(`--config ${path}: `);
  });
});
