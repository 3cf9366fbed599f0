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
      describe: "Numbers of the representatives, from 1; all if not given.",
    },
    steps: {
      type: "number",
      requiresArg: true,
      describe:
        "Steps after which to stop; if not given, the episode's end or the step limit of the config's evaluations.",
    },
    frames: {
      type: "number",
      requiresArg: true,
      describe: "Also write a PNG every this many steps; no PNGs if not given.",
    },
    out: {
      type: "string",
      requiresArg: true,
      describe: "Directory for the pages; the run's folder replays if not given.",
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
