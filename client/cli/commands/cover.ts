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
      describe: "What tasks are, θ: a .npy or .csv file with a row for each.",
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
        "How far from a prototype a task is still covered: ε, in θ's own units, the same in each column.",
    },
    representatives: {
      type: "number",
      requiresArg: true,
      describe: `K, how many prototypes; of ${countingCovers()}, which decides it, at most.`,
    },
    seed: { type: "number", requiresArg: true, default: 0, describe: "Equal seeds give equal covers." },
    ...LOAD_OPTION,
    ...JSON_OPTION,
    out: {
      type: "string",
      requiresArg: true,
      describe: "A directory for cover.json and a picture, cover.png and cover.svg; none if not given.",
    },
  },
  async handler(flags) {
    const { coverAction } = await import("../actions/cover.js");
    await coverAction(flags);
  },
};
