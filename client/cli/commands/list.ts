import type { ListFlags } from "../actions/list.js";
import type { Command } from "../command.js";
import { JSON_OPTION } from "../json-flag.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";

export const listCommand: Command<ListFlags> = {
  command: "list",
  describe: "List environments, algorithms, covers and experiments",
  builder: { ...SERVER_OPTIONS, ...LOAD_OPTION, ...JSON_OPTION },
  async handler(flags) {
    const { listAction } = await import("../actions/list.js");
    await listAction(flags);
  },
};
