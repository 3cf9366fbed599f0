import { coverRegistry } from "../../assignment/covers/index.js";
import { countingCovers, describedNames } from "../../config/registry-texts.js";
import type { CoverFlags } from "../actions/cover.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const coverCommand: Command<CoverFlags> = {
  command: "cover",
  describe: "Cover a table of tasks with prototypes",
  builder: {
    parameters: {
      type: "string",
      requiresArg: true,
      demandOption: true,
      describe: "Parameters of the tasks, θ: a .npy or .csv file with a row for each task.",
    },
    cover: {
      type: "string",
      requiresArg: true,
      default: "greedy-intersection",
      describe: `How prototypes are chosen. ${describedNames(coverRegistry)}.`,
    },
    epsilon: {
      type: "number",
      requiresArg: true,
      demandOption: true,
      describe:
        "Largest distance at which a prototype covers a task: ε, in θ's units, the same for each column.",
    },
    representatives: {
      type: "number",
      requiresArg: true,
      describe: `K, the number of prototypes; with ${countingCovers()}, which decides the number itself, an upper limit.`,
    },
    seed: { type: "number", requiresArg: true, default: 0, describe: "Equal seeds give equal covers." },
    ...LOAD_OPTION,
    ...JSON_OPTION,
    out: {
      type: "string",
      requiresArg: true,
      describe:
        "Directory for cover.json and a figure, cover.png and cover.svg; nothing is written if not given.",
    },
  },
  async handler(flags) {
    const { coverAction } = await import("../actions/cover.js");
    await coverAction(flags);
  },
};
