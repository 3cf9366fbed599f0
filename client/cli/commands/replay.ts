import type { ReplayFlags } from "../actions/replay.js";
import type { Command } from "../command.js";
import { ENGINE_OPTIONS } from "../engine-flags.js";
import { RUN_OPTION } from "../run-flag.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";

export const replayCommand: Command<ReplayFlags> = {
  command: "replay",
  describe: "Play an episode of each representative, to watch in a browser",
  builder: {
    ...RUN_OPTION,
    representatives: {
      type: "number",
      array: true,
      requiresArg: true,
      describe: "Which of them, from 1; all if not given.",
    },
    steps: {
      type: "number",
      requiresArg: true,
      describe:
        "Where to stop; the episode's end if not given, or where the config's evaluations cut it short.",
    },
    frames: {
      type: "number",
      requiresArg: true,
      describe: "A PNG every so many steps as well; none if not given.",
    },
    out: {
      type: "string",
      requiresArg: true,
      describe: "Where to; the run's own folder replays if not given.",
    },
    ...SERVER_OPTIONS,
    ...LOAD_OPTION,
    ...ENGINE_OPTIONS,
  },
  async handler(flags) {
    const { replayAction } = await import("../actions/replay.js");
    await replayAction(flags);
  },
};
