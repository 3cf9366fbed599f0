import type { CompareFlags } from "../actions/compare.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const compareCommand: Command<CompareFlags> = {
  command: "compare [runs..]",
  describe: "Set runs beside one another, in a table and a figure",
  builder: (command) =>
    command
      .positional("runs", {
        type: "string",
        array: true,
        describe: "Their directories; those that differ only in their seed are taken together.",
      })
      .options({
        out: {
          type: "string",
          requiresArg: true,
          describe: "A .png or .svg file for a figure of welfare over transitions; none if not given.",
        },
        ...LOAD_OPTION,
        ...JSON_OPTION,
      }),
  async handler(flags) {
    const { compareAction } = await import("../actions/compare.js");
    await compareAction(flags);
  },
};
