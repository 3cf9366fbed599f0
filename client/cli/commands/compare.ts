import type { CompareFlags } from "../actions/compare.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const compareCommand: Command<CompareFlags> = {
  command: "compare [runs..]",
  describe: "Compare runs in a table and a figure",
  builder: (command) =>
    command
      .positional("runs", {
        type: "string",
        array: true,
        describe: "The runs' directories. Runs that differ only in their seed are grouped.",
      })
      .options({
        out: {
          type: "string",
          requiresArg: true,
          describe: "A .png or .svg file for a figure of welfare over transitions; no figure if not given.",
        },
        ...LOAD_OPTION,
        ...JSON_OPTION,
      }),
  async handler(flags) {
    const { compareAction } = await import("../actions/compare.js");
    await compareAction(flags);
  },
};
