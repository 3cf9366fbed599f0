import type { KeysFlags } from "../actions/keys.js";
import type { Command } from "../command.js";

export const keysCommand: Command<KeysFlags> = {
  command: "keys <action> <name>",
  describe: "Make the keys with which a reviewer signs decisions",
  builder: (command) =>
    command
      .positional("action", { choices: ["new"], describe: "What to do: make new keys." } as const)
      .positional("name", {
        type: "string",
        demandOption: true,
        describe: "Whose keys: NAME.key is private, NAME.pub is for others.",
      })
      .options({
        out: { type: "string", requiresArg: true, default: ".", describe: "Directory for the files." },
      }),
  async handler(flags) {
    const { keysAction } = await import("../actions/keys.js");
    await keysAction(flags);
  },
};
