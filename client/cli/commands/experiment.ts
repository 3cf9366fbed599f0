import { availableParallelism } from "node:os";
import { ALGORITHMS } from "../../assignment/assigners/index.js";
import { EXPERIMENT_NAMES } from "../../experiments/experiment-list.js";
import type { ExperimentFlags } from "../actions/experiment.js";
import type { Command } from "../command.js";
import { SERVER_OPTIONS } from "../server-flags.js";

/** Half the cores, since a learner and its server keep about two cores busy. */
const DEFAULT_JOBS = Math.max(1, Math.floor(availableParallelism() / 2));

const OPTIONS = {
  list: {
    type: "boolean",
    default: false,
    describe: "Show what each experiment trains, and exit.",
  },
  seeds: {
    type: "number",
    requiresArg: true,
    describe: "S, the number of runs of each setting, with different seeds.",
    defaultDescription:
      "the paper's 10, or 3 for committees, 6 for results and 5 for results-long; fewer at a smaller scale",
  },
  scale: {
    type: "number",
    requiresArg: true,
    default: 1,
    describe: "Share of the paper's transitions and evaluation episodes; 0.01 for a first look.",
  },
  jobs: {
    type: "number",
    requiresArg: true,
    default: DEFAULT_JOBS,
    defaultDescription: "half the cores",
    describe: "J, the number of runs at a time.",
  },
  out: {
    type: "string",
    requiresArg: true,
    describe: "Directory for runs, tables, figure and report; runs/NAME if not given.",
  },
  environments: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Train only in these of the experiment's environments.",
  },
  algorithms: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: `Train with these algorithms instead of the experiment's: some of ${ALGORITHMS.join(", ")}; for committees, some of those that --list shows for committee-clusterings.`,
  },
  representatives: {
    type: "number",
    array: true,
    requiresArg: true,
    describe: "Train only with these of the experiment's values of k.",
  },
  frames: {
    type: "number",
    array: true,
    requiresArg: true,
    describe: "Train only with these numbers of frames of a committee experiment, as at scale 1.",
  },
  config: {
    type: "string",
    requiresArg: true,
    describe: "YAML or JSON file of settings for every run; only settings that the experiment leaves open.",
  },
  ...SERVER_OPTIONS,
} as const;

export const experimentCommand: Command<ExperimentFlags> = {
  command: "experiment [name]",
  describe: "Reproduce a figure of the paper, with all its runs",
  builder: (command) =>
    command
      .positional("name", { type: "string", describe: `One of ${EXPERIMENT_NAMES.join(", ")}.` })
      .options(OPTIONS),
  async handler(flags) {
    const { experimentAction } = await import("../actions/experiment.js");
    await experimentAction(flags);
  },
};
