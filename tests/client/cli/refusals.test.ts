// Bad input: one sentence that says what was expected and what came, and nothing left behind.
import { mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { configFromFlags } from "../../../client/cli/config-flags.js";
import { trainConfigSchema } from "../../../client/config/train-config.js";
import { ConfigError, resolveConfig, type TrainConfigInput } from "../../../client/index.js";
import { scratch } from "../runs/support/scratch.js";
import { tinySettings } from "../runs/support/settings.js";
import { expectRefusal } from "./support/failures.js";
import { without } from "./support/program.js";
import { flagsOf } from "./support/runs.js";

const train = (more: TrainConfigInput = {}) => [
  "train",
  "--out",
  "run",
  ...flagsOf(tinySettings("resource-gathering", "em", more)),
];
const SETTINGS = Object.keys(trainConfigSchema.shape).join(", ");

describe("what the server refuses", () => {
  it.each<[string, TrainConfigInput, string]>([
    [
      "an unknown environment",
      { env: "pong" },
      'environment_id: expected one of resource-gathering, half-cheetah, hopper, walker2d, ant, half-cheetah-velocity, ant-direction, humanoid-direction, portfolio, portfolio-regimes, got "pong"',
    ],
    [
      "an unknown option",
      { envOptions: { speed: 3 } },
      'options: expected only max_episode_steps, got "speed" (env "resource-gathering")',
    ],
    [
      "another number of agents than there are tiles",
      { agents: 30 },
      "agents.sampled.count: expected 25 (one a tile; give parameters for another population), got 30" +
        ' (env "resource-gathering")',
    ],
    [
      "agents who want what there is not",
      { agentParameters: [3, 25] },
      'agents.parameters[1]: expected a whole tile in [0, 24], got 25 (env "resource-gathering")',
    ],
  ])("%s", async (_, settings, sentence) => {
    await expectRefusal(await scratch(), train(settings), sentence);
  });

  it("more representatives than the environment has agents", async () => {
    const sentence = "--representatives: expected at most n = 25 agents, got 26";
    await expectRefusal(await scratch(), train({ representatives: 26 }), sentence, 2);
    const ofList = "--representatives: expected at most n = 1 agents, got 2";
    await expectRefusal(await scratch(), train({ agentParameters: [7] }), ofList, 2);
  });

  it.each<[TrainConfigInput, string]>([
    [
      { algorithm: "oracle" },
      '--algorithm: expected agents that differ in one real number for "oracle", got whole tile' +
        ' (env "resource-gathering"); choose another algorithm',
    ],
    [{ algorithm: "individual" }, '--representatives: expected n = 25 for algorithm "individual", got 2'],
    [
      { algorithm: "cluster", representatives: 26 },
      "--representatives: expected at most n = 25 agents, got 26",
    ],
  ])("what an algorithm cannot be for its agents: %o", async (settings, sentence) => {
    await expectRefusal(await scratch(), train(settings), sentence, 2);
  });

  it("more environments than it has for one, before anything is pretrained", async () => {
    const settings = { algorithm: "cluster", representatives: 24, envsPerRepresentative: 256 } as const;
    const sentence = "num_environments: expected at most 4096 environments, got 6144";
    await expectRefusal(await scratch(), train(settings), sentence);
  });
});

describe("settings that cannot be", () => {
  it.each<[string, TrainConfigInput, string]>([
    [
      "another k than the algorithm's",
      { algorithm: "single", representatives: 3 },
      'representatives: expected 1 for algorithm "single", got 3',
    ],
    [
      "a number of agents beside their list",
      { agents: 3, agentParameters: [1, 2] },
      "agents: expected none beside agentParameters, got 3",
    ],
    ["k > n", { agents: 1 }, "representatives: expected at most n = 1 agents, got 2"],
    [
      "a B that does not divide",
      { envsPerRepresentative: 3 },
      "envsPerRepresentative: expected a divisor of batchSize 256, got 3",
    ],
    [
      "an m that does not divide",
      { minibatchSize: 100 },
      "minibatchSize: expected a divisor of batchSize 256, got 100",
    ],
    [
      "fewer transitions than a batch",
      { transitions: 255 },
      "transitions: expected at least one batch of 256, got 255",
    ],
    ["a discount above 1", { discount: 1.5 }, "discount: expected number to be <=1, got 1.5"],
    ["a discount that is a word", { discount: "much" as never }, "discount: expected number, got 'much'"],
    [
      "another welfare",
      { welfare: "happy" as never },
      'welfare: expected one of "utilitarian"|"egalitarian"|"nash", got \'happy\'',
    ],
    ["a temperature of 0", { welfareTemperature: 0 }, "welfareTemperature: expected number to be >0, got 0"],
    [
      "an outside option that is no number",
      { outsideOption: Number.NaN },
      "outsideOption: expected a number, a number for each agent, or a file of them named .npy or .csv, got NaN",
    ],
    ["half a representative", { representatives: 2.5 }, "representatives: expected int, got 2.5"],
    ["no layers", { hiddenSizes: [] }, "hiddenSizes: expected array to have >=1 items, got []"],
    [
      "no iterations between checkpoints",
      { checkpointEvery: 0 },
      "checkpointEvery: expected number to be >0, got 0",
    ],
    [
      "an option that is a word",
      { envOptions: { max_episode_steps: "few" as never } },
      "envOptions.max_episode_steps: expected a number or a boolean, got 'few'",
    ],
    ["an unknown one", { frobnicate: 3 } as never, `frobnicate: unknown setting; known are ${SETTINGS}`],
    ["one that is nearly known", { sead: 3 } as never, "sead: unknown setting; did you mean seed?"],
    [
      "one that is written as a flag",
      { "learning-rate": 3 } as never,
      "learning-rate: unknown setting; did you mean learningRate?",
    ],
    ["one that has parts", { learningRate: 1 } as never, "learningRate: expected start and end, got 1"],
    [
      "an unknown part of one",
      { learningRate: { start: 1, middle: 1, end: 1 } as never },
      "learningRate.middle: unknown setting; known are learningRate.start, learningRate.end",
    ],
    [
      "a part that is nearly one",
      { learningRate: { start: 1, edn: 1, end: 1 } as never },
      "learningRate.edn: unknown setting; did you mean learningRate.end?",
    ],
  ])("%s", (_, settings, sentence) => {
    const input = tinySettings("resource-gathering", "em", settings);
    expect(() => resolveConfig(input)).toThrow(new ConfigError(sentence));
  });

  it("are refused before anything is started", async () => {
    const sentence = "--envs-per-representative: expected a divisor of --batch-size 256, got 3";
    await expectRefusal(await scratch(), train({ envsPerRepresentative: 3 }), sentence, 2);
  });
});

describe("flags that cannot be", () => {
  it.each<[string, (string | number)[], string, number]>([
    ["an unknown flag", ["--frobnicate", 3], "Unknown argument: --frobnicate", 1],
    ["a flag that is nearly one", ["--sead=3"], "Unknown argument: --sead. Did you mean --seed?", 1],
    [
      "a part of a flag that is nearly one",
      ["--learning-rat.start", 1],
      "Unknown argument: --learning-rat.start. Did you mean --learning-rate.start?",
      1,
    ],
    [
      "no to a flag that is nearly one",
      ["--no-squash-maen"],
      "Unknown argument: --no-squash-maen. Did you mean --no-squash-mean?",
      1,
    ],
    ["a word too many", ["now"], "Unknown argument: now", 1],
    ["words for a number", ["--clip", "much"], '--clip: expected a number, got "much"', 2],
    ["words for a part", ["--learning-rate.end=low"], '--learning-rate.end: expected a number, got "low"', 2],
    ["a number that cannot be", ["--discount", 2], "--discount: expected number to be <=1, got 2", 2],
    [
      "a number for what has parts",
      ["--learning-rate", 0.001],
      "--learning-rate: expected --learning-rate.start and --learning-rate.end, got 0.001",
      2,
    ],
    [
      "a number beside the parts",
      ["--learning-rate", 0.001, "--learning-rate.end", 1],
      "--learning-rate: expected --learning-rate.start and --learning-rate.end, got 0.001",
      2,
    ],
    [
      "a number for what has names",
      ["--env-options", 3],
      "--env-options: expected --env-options.NAME VALUE, got 3",
      2,
    ],
    ["a flag without its value", ["--clip"], "--clip: expected a value, got none", 1],
    ["a flag given twice", ["--out", "other"], "--out: expected one value, got run, other", 2],
    [
      "an unknown backend",
      ["--backend", "abacus"],
      '--backend: got "abacus", expected one of "auto", "tensorflow", "wasm", "cpu"',
      1,
    ],
    [
      "an unknown engine",
      ["--engine", "steam"],
      '--engine: got "steam", expected one of "auto", "compiled", "eager"',
      1,
    ],
  ])("%s", async (_, flags, sentence, exitCode) => {
    await expectRefusal(await scratch(), [...train(), ...flags], sentence, exitCode);
  });

  it("no command", async () => {
    await expectRefusal(await scratch(), [], "Name a command, for example: caucus train --help");
  });

  it("an unknown command", async () => {
    const commands =
      "train, evaluate, runs, compare, figures, replay, export, assess, keys, review, audit, experiment, cover, list, describe";
    await expectRefusal(await scratch(), ["teach"], `Unknown command: teach. Commands are ${commands}`);
  });

  it("a command that is nearly one", async () => {
    await expectRefusal(await scratch(), ["trian"], "Unknown command: trian. Did you mean train?");
  });

  it("a word in a list of numbers", async () => {
    const args = ["train", "--hidden-sizes", 32, "wide"];
    await expectRefusal(await scratch(), args, '--hidden-sizes: expected a number, got "wide"', 2);
  });
});

describe("config files that cannot be", () => {
  it("settings are named as the file has them, beside those of flags", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "settings.yaml"), "batch-size: 64\nminibatchSize: -1\n");
    const args = ["train", "--config", "settings.yaml", "--clip", 0];
    const lines = [
      "minibatchSize: expected number to be >0, got -1",
      "--clip: expected number to be >0, got 0",
      "batch-size: unknown setting; did you mean batchSize?",
    ];
    await expectRefusal(cwd, args, lines.join("\n"), 2);
  });

  const NO_YAML =
    "--config settings.yaml: expected YAML or JSON, got Nested mappings are not allowed in compact mappings" +
    " at line 1, column 4";

  it.each([
    ["no YAML", "a: b: c", NO_YAML],
    ["an empty file", "", "--config settings.yaml: expected settings by name, got null"],
    ["a list", "[1, 2]", "--config settings.yaml: expected settings by name, got [1,2]"],
  ])("%s", async (_, text, sentence) => {
    const file = join(await scratch(), "settings.yaml");
    await writeFile(file, text);
    const error = new ConfigError(sentence.replace("settings.yaml", file));
    await expect(configFromFlags({}, file)).rejects.toThrow(error);
  });

  it("one that is no YAML, of a run", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "settings.yaml"), "a: b: c");
    await expectRefusal(cwd, ["train", "--config", "settings.yaml"], NO_YAML, 2);
  });

  it("one that is not there", async () => {
    const sentence = "--config no.yaml: ENOENT: no such file or directory, open 'no.yaml'";
    await expectRefusal(await scratch(), ["train", "--config", "no.yaml"], sentence, 2);
  });
});

describe("servers that are not there", () => {
  it("at a port where nothing listens", async () => {
    const sentence =
      "server 127.0.0.1:1: expected a caucus-server there, got connect ECONNREFUSED 127.0.0.1:1";
    await expectRefusal(await scratch(), [...train(), "--server", "127.0.0.1:1"], sentence);
  });

  it("at a port where something else listens, and is silent", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void silent.close());
    await new Promise((resolve) => silent.once("listening", resolve));
    const address = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const sentence = `server ${address}: expected an answer to GetServerInfo within 5 s, got none`;
    await expectRefusal(await scratch(), [...train(), "--server", address], sentence);
  });

  it.each(["", "http://localhost:1"])("at %j", async (address) => {
    const sentence = `--server: expected host:port, got "${address}"`;
    await expectRefusal(await scratch(), [...train(), "--server", address], sentence, 2);
  });
});

describe("run directories that cannot be", () => {
  it("one that holds something", async () => {
    const cwd = await scratch();
    await mkdir(join(cwd, "run/notes"), { recursive: true });
    const sentence = "run is not empty: choose another --out, or go on with --resume --out run";
    await expectRefusal(cwd, train(), sentence);
  });

  it("a file", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "run"), "");
    const sentence =
      "run: expected a directory or nothing there, got ENOTDIR: not a directory, scandir 'run'";
    await expectRefusal(cwd, train(), sentence);
  });

  it.each([
    ["resumed", ["train", "--resume", "--out", "."]],
    ["evaluated", ["evaluate", "--run", "."]],
    ["drawn", ["figures", "--run", "."]],
  ])("one without a run, %s", async (_, args) => {
    await expectRefusal(await scratch(), args, ". holds no run: expected a config.json in it");
  });

  it("one without a checkpoint, evaluated", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "config.json"), JSON.stringify(tinySettings("resource-gathering", "em")));
    await expectRefusal(cwd, ["evaluate", "--run", "."], ". holds no checkpoint yet");
  });

  it("one without rows, drawn", async () => {
    const cwd = await scratch();
    await writeFile(join(cwd, "config.json"), JSON.stringify(tinySettings("resource-gathering", "em")));
    await expectRefusal(cwd, ["figures", "--run", "."], ". holds no metrics yet: nothing to draw");
  });

  it("--resume without --out", async () => {
    const sentence = "--resume: expected --out with the directory of the run to resume";
    await expectRefusal(await scratch(), ["train", "--resume"], sentence, 2);
  });

  it.each([
    ["learning-rate.end", 1e-4],
    ["config", "settings.yaml"],
  ])("--resume with --%s", async (flag, value) => {
    const args = ["train", "--resume", "--out", "run", `--${flag}`, value];
    const sentence = `--${flag}: a resumed run keeps the settings of ${join("run", "config.json")}`;
    await expectRefusal(await scratch(), args, sentence, 2);
  });
});

describe("caucus evaluate", () => {
  it.each([
    ["0", "--episodes: expected a whole number from 1, got 0"],
    ["many", '--episodes: expected a number, got "many"'],
  ])("--episodes %s", async (episodes, sentence) => {
    await expectRefusal(await scratch(), ["evaluate", "--run", ".", "--episodes", episodes], sentence, 2);
  });

  it("without --run", async () => {
    await expectRefusal(await scratch(), ["evaluate"], "Missing required argument: run");
  });
});

it("--backend tensorflow where it is not installed", async () => {
  const sentence = "@tensorflow/tfjs-node is not installed or its library is missing";
  const env = without("@tensorflow/tfjs-node");
  await expectRefusal(await scratch(), [...train(), "--backend", "tensorflow"], sentence, 1, env);
});

it("--engine compiled where ONNX Runtime cannot be loaded", async () => {
  const sentence = "onnxruntime-node cannot be loaded: not found";
  const env = without("onnxruntime-node");
  await expectRefusal(await scratch(), [...train(), "--engine", "compiled"], sentence, 1, env);
});
