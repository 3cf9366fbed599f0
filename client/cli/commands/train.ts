import type { Command } from "../command.js";
import { configFlags } from "../config-flags.js";
import { ENGINE_OPTIONS } from "../engine-flags.js";
import type { TrainFlags } from "../run-start.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";
import { textOption } from "../text-option.js";

export const trainCommand: Command<TrainFlags & Record<string, unknown>> = {
  command: "train",
  describe: "Train k representatives of n agents",
  builder: {
    config: textOption("YAML or JSON file of settings; flags override it."),
    ...SERVER_OPTIONS,
    ...LOAD_OPTION,
    out: textOption("The run's directory; runs/… if not given."),
    resume: { type: "boolean", default: false, describe: "Resume the run in --out." },
    revise: textOption(
      "Dossier whose rejected policies are trained anew, by EM, while the others stay as they are, bit for bit.",
    ),
    run: textOption("With --revise: the run that made the dossier's policies."),
    retrain: {
      type: "number",
      array: true,
      requiresArg: true,
      describe: "With --revise: the representatives to train anew, from 1, in place of the rejected ones.",
    },
    reviewers: textOption(
      "With --revise: YAML file that says whose decisions count; anybody's if not given.",
    ),
    // A parent process passes this flag and holds the other end of standard input.
    "exit-with-parent": { type: "boolean", default: false, hidden: true },
    ...ENGINE_OPTIONS,
    ...configFlags(),
  },
  async handler(flags) {
    const { trainAction } = await import("../actions/train.js");
    await trainAction(flags);
  },
};
