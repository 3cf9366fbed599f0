#!/usr/bin/env node
import yargs, { type Argv } from "yargs";
import { hideBin } from "yargs/helpers";
import { coverRegistry } from "../assignment/covers/index.js";
import { readableLines } from "../base/readable-text.js";
import { countingCovers, describedNames } from "../config/registry-texts.js";
import { ConfigError } from "../config/resolve-config.js";
import { BACKENDS } from "../engines/backend.js";
import { ENGINES } from "../engines/engine.js";
import { openRunDirectory } from "../run/run-directory.js";
import { configFlags } from "./config-flags.js";
import { type CoverFlags, coverCommand } from "./cover-command.js";
import { evaluateCommand } from "./evaluate-command.js";
import { experimentOptions } from "./experiment-flags.js";
import { exportCommand } from "./export-command.js";
import { checkNumbers } from "./number-flags.js";
import { replayCommand } from "./replay-command.js";
import { drawRunFigures } from "./run-figures.js";
import type { TrainFlags } from "./run-start.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "./server-flags.js";
import { namingSettings } from "./setting-names.js";
import { trainCommand } from "./train-command.js";
import { describeUnknown } from "./unknown-arguments.js";
import { unseenOptions } from "./unseen-flags.js";

const COMMANDS = ["train", "evaluate", "figures", "export", "experiment", "replay", "cover"];

const ENGINE = {
  engine: {
    choices: ENGINES,
    default: "auto",
    describe: "How tensors are computed: compiled for ONNX Runtime, or one by one in TensorFlow.js.",
  },
  backend: {
    choices: BACKENDS,
    default: "auto",
    describe: "What TensorFlow.js computes with, in the eager engine.",
  },
} as const;

const ARGUMENTS = hideBin(process.argv);

const cli = yargs(ARGUMENTS)
  .scriptName("caucus")
  .command(
    "train",
    "Train k representatives of n agents",
    (command) =>
      command
        .option("config", {
          type: "string",
          requiresArg: true,
          describe: "YAML or JSON file of settings; flags go before it.",
        })
        .options(SERVER_OPTIONS)
        .options(LOAD_OPTION)
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "The run's directory; runs/… if not given.",
        })
        .option("resume", { type: "boolean", default: false, describe: "Go on with the run in --out." })
        // For a parent that holds the other end of standard input.
        .option("exit-with-parent", { type: "boolean", default: false, hidden: true })
        .options(ENGINE)
        .options(configFlags()),
    (flags) => trainCommand(flags as unknown as TrainFlags & Record<string, unknown>),
  )
  .command(
    "evaluate",
    "Evaluate a run's newest checkpoint",
    (command) =>
      unseenOptions(runOption(command))
        .option("episodes", {
          type: "number",
          describe: "Episodes of each representative; the config's if not given.",
        })
        .option("max-episode-steps", {
          type: "number",
          requiresArg: true,
          describe: "Where to cut an episode short; the config's if not given.",
        })
        .options(SERVER_OPTIONS)
        .options(LOAD_OPTION)
        .options(ENGINE),
    (flags) => namingSettings(flags, true, () => evaluateCommand(flags)),
  )
  .command("figures", "Draw a run's figures again", runOption, async ({ run }) => {
    const figures = await drawRunFigures(await openRunDirectory(run));
    console.log(figures.join("\n"));
  })
  .command(
    "export",
    "Write a run's policies as ONNX files",
    (command) =>
      runOption(command)
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "Where to; the run's own folder policies if not given.",
        })
        .options(LOAD_OPTION),
    (flags) => namingSettings(flags, true, () => exportCommand(flags)),
  )
  .command(
    "experiment [name]",
    "Make a figure of the paper, with all its runs",
    experimentOptions,
    async (flags) => {
      // Loaded only here, as it draws.
      const { experimentCommand } = await import("./experiment-command.js");
      await experimentCommand(flags);
    },
  )
  .command(
    "replay",
    "Play an episode of each representative, to watch in a browser",
    (command) =>
      runOption(command)
        .option("representatives", {
          type: "number",
          array: true,
          requiresArg: true,
          describe: "Which of them, from 1; all if not given.",
        })
        .option("steps", {
          type: "number",
          requiresArg: true,
          describe:
            "Where to stop; the episode's end if not given, or where the config's evaluations cut it short.",
        })
        .option("frames", {
          type: "number",
          requiresArg: true,
          describe: "A PNG every so many steps as well; none if not given.",
        })
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "Where to; the run's own folder replays if not given.",
        })
        .options(SERVER_OPTIONS)
        .options(LOAD_OPTION)
        .options(ENGINE),
    (flags) => replayCommand(flags),
  )
  .command(
    "cover",
    "Cover a table of tasks with prototypes",
    (command) =>
      command
        .option("parameters", {
          type: "string",
          requiresArg: true,
          demandOption: true,
          describe: "What tasks are, θ: a .npy or .csv file with a row for each.",
        })
        .option("cover", {
          type: "string",
          requiresArg: true,
          default: "greedy-intersection",
          describe: `How prototypes are chosen. ${describedNames(coverRegistry)}.`,
        })
        .option("epsilon", {
          type: "number",
          requiresArg: true,
          demandOption: true,
          describe:
            "How far from a prototype a task is still covered: ε, in θ's own units, the same in each column.",
        })
        .option("representatives", {
          type: "number",
          requiresArg: true,
          describe: `K, how many prototypes; of ${countingCovers()}, which decides it, at most.`,
        })
        .option("seed", {
          type: "number",
          requiresArg: true,
          default: 0,
          describe: "Equal seeds give equal covers.",
        })
        .options(LOAD_OPTION)
        .option("json", { type: "boolean", default: false, describe: "Print JSON." })
        .option("out", {
          type: "string",
          requiresArg: true,
          describe: "A directory for cover.json and a picture, cover.png and cover.svg; none if not given.",
        }),
    (flags) => namingSettings(flags, false, () => coverCommand(flags as unknown as CoverFlags)),
  )
  .demandCommand(1, "Name a command, for example: caucus train --help")
  .parserConfiguration({ "camel-case-expansion": false })
  .updateStrings({
    "Invalid values:": " ",
    "Argument: %s, Given: %s, Choices: %s": "--%s: got %s, expected one of %s",
  })
  .check(checkGivenOnce)
  .check((flags) => {
    checkNumbers(flags, ARGUMENTS);
    return true;
  })
  .strict()
  .wrap(100)
  .fail(false);

function runOption<T>(command: Argv<T>) {
  return command.option("run", { type: "string", demandOption: true, describe: "The run's directory." });
}

/** Only these take several values, and others of some commands. */
const LISTS = ["server", "load", "hidden-sizes", "agent-parameters", "few-shot-episodes", "_"];
const COMMAND_LISTS: Readonly<Record<string, readonly string[]>> = {
  experiment: ["environments", "algorithms", "representatives", "frames"],
  replay: ["representatives"],
};

function checkGivenOnce(flags: Readonly<Record<string, unknown>>): true {
  const [command] = flags._ as string[];
  const lists = [...LISTS, ...(COMMAND_LISTS[command] ?? [])];
  for (const [name, value] of Object.entries(flags)) {
    if (!Array.isArray(value) || lists.includes(name)) continue;
    // One value, and parts of it.
    if (value.some((one) => typeof one === "object")) continue;
    throw new ConfigError(`--${name}: expected one value, got ${value.join(", ")}`);
  }
  return true;
}

/** Of the command that was given; yargs says it of itself, in a method that its types do not have. */
function knownArguments() {
  const { key } = (cli as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions();
  return { commands: COMMANDS, flags: Object.keys(key) };
}

// What Node means to change one day is for us to read, not for who uses this.
process.noDeprecation = true;

try {
  await cli.parseAsync();
} catch (error) {
  const message = (error as Error).message.trim();
  const text = describeUnknown(message, ARGUMENTS, knownArguments()) ?? message;
  console.error(`caucus: ${readableLines(text)}`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
