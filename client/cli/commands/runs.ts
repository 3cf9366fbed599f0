import type { RunsFlags } from "../actions/runs.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const runsCommand: Command<RunsFlags> = {
  command: "runs [directory]",
  describe: "List the runs below a directory, with their progress",
  builder: (command) =>
    command
      .positional("directory", {
        type: "string",
        default: "runs",
        describe: "Directory to search, with all its subfolders.",
      })
      .options({ ...LOAD_OPTION, ...JSON_OPTION }),
  async handler(flags) {
    const { runsAction } = await import("../actions/runs.js");
    await runsAction(flags);
  },
};
