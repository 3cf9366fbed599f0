import type { AssessFlags } from "../assess-flags.js";
import type { Command } from "../command.js";
import { ENGINE_OPTIONS } from "../engine-flags.js";
import { EPISODE_STEPS_OPTION } from "../episode-steps-flag.js";
import { RUN_OPTION } from "../run-flag.js";
import { LOAD_OPTION, SERVER_OPTIONS } from "../server-flags.js";
import { UNSEEN_OPTIONS } from "../unseen-flags.js";

export const assessCommand: Command<AssessFlags> = {
  command: "assess",
  describe: "Gather the evidence about a run's policies, for those who approve them",
  builder: {
    ...RUN_OPTION,
    out: {
      type: "string",
      demandOption: true,
      requiresArg: true,
      describe: "Directory for the dossier; it must not exist yet.",
    },
    requirements: {
      type: "string",
      requiresArg: true,
      describe:
        "YAML file of what the policies must do. The program ends with 0 if all requirements are met, 3 if one is not, and 4 if one is undecided.",
    },
    episodes: {
      type: "number",
      requiresArg: true,
      default: 30,
      describe: "Fresh episodes of each policy.",
    },
    "max-episodes": {
      type: "number",
      requiresArg: true,
      describe:
        "Episodes of each policy up to which episodes are added to decide requirements; 1000 if not given, or --episodes if that is more.",
    },
    confidence: {
      type: "number",
      requiresArg: true,
      default: 0.95,
      describe: "Of the intervals of everything but requirements, which have their own.",
    },
    seed: {
      type: "number",
      requiresArg: true,
      default: 0,
      describe: "Seed of the episodes, which are others than those of training.",
    },
    perturb: {
      type: "string",
      array: true,
      requiresArg: true,
      describe:
        "Ways to make the environment differ: observation-noise=DEVIATIONS, action-noise=SIZE, action-delay=STEPS, stuck-component=INDEX (or all), option:NAME=VALUE and options=all, which are those that the environment declares; none for none; some of each kind if not given.",
    },
    "test-agents": UNSEEN_OPTIONS["test-agents"],
    ...EPISODE_STEPS_OPTION,
    ...SERVER_OPTIONS,
    ...LOAD_OPTION,
    ...ENGINE_OPTIONS,
  },
  async handler(flags) {
    const { assessAction } = await import("../actions/assess.js");
    await assessAction(flags);
  },
};
