import type { FiguresFlags } from "../actions/figures.js";
import type { Command } from "../command.js";
import { RUN_OPTION } from "../run-flag.js";
import { LOAD_OPTION } from "../server-flags.js";

export const figuresCommand: Command<FiguresFlags> = {
  command: "figures",
  describe: "Draw a run's figures again",
  builder: { ...RUN_OPTION, ...LOAD_OPTION },
  async handler(flags) {
    const { figuresAction } = await import("../actions/figures.js");
    await figuresAction(flags);
  },
};
