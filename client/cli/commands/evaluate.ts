import type { EvaluateFlags } from "../actions/evaluate.js";
import type { Command } from "../command.js";
import { ENGINE_OPTIONS } from "../engine-flags.js";
import { EPISODE_STEPS_OPTION } from "../episode-steps-flag.js";
import { RUN_OPTION } from "../run-flag.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";
import { UNSEEN_OPTIONS } from "../unseen-flags.js";

export const evaluateCommand: Command<EvaluateFlags> = {
  command: "evaluate",
  describe: "Evaluate a run's newest checkpoint",
  builder: {
    ...RUN_OPTION,
    ...UNSEEN_OPTIONS,
    episodes: {
      type: "number",
      describe: "Episodes of each representative; the config's value if not given.",
    },
    ...EPISODE_STEPS_OPTION,
    ...SERVER_OPTIONS,
    ...LOAD_OPTION,
    ...ENGINE_OPTIONS,
  },
  async handler(flags) {
    const { evaluateAction } = await import("../actions/evaluate.js");
    await evaluateAction(flags);
  },
};
