import { availableParallelism } from "node:os";
import { ALGORITHMS } from "../../assignment/assigners/index.js";
import { EXPERIMENT_NAMES } from "../../experiments/experiment-list.js";
import type { ExperimentFlags } from "../actions/experiment.js";
import type { Command } from "../command.js";
import { SERVER_OPTIONS } from "../server-flags.js";

/** A learner and its server keep about two cores busy. */
const DEFAULT_JOBS = Math.max(1, Math.floor(availableParallelism() / 2));

const OPTIONS = {
  list: {
    type: "boolean",
    default: false,
    describe: "Say what each experiment trains, and stop.",
  },
  seeds: {
    type: "number",
    requiresArg: true,
    describe: "S, runs of each setting.",
    defaultDescription:
      "the paper's 10, or 3 for committees, 6 for results and 5 for results-long; fewer at a smaller scale",
  },
  scale: {
    type: "number",
    requiresArg: true,
    default: 1,
    describe: "Share of the paper's transitions, and with them of evaluation episodes; 0.01 for a look.",
  },
  jobs: {
    type: "number",
    requiresArg: true,
    default: DEFAULT_JOBS,
    defaultDescription: "half the cores",
    describe: "J, runs at a time.",
  },
  out: {
    type: "string",
    requiresArg: true,
    describe: "Where runs, tables, figure and report are kept; runs/NAME if not given.",
  },
  environments: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: "Only these of the experiment's environments.",
  },
  algorithms: {
    type: "string",
    array: true,
    requiresArg: true,
    describe: `These instead of the experiment's, of ${ALGORITHMS.join(", ")}; for committees, of those that --list has for committee-clusterings.`,
  },
  representatives: {
    type: "number",
    array: true,
    requiresArg: true,
    describe: "Only these of the experiment's k.",
  },
  frames: {
    type: "number",
    array: true,
    requiresArg: true,
    describe: "Only these of a committee experiment's frames, at scale 1.",
  },
  config: {
    type: "string",
    requiresArg: true,
    describe: "YAML or JSON file of settings for every run, of those the experiment leaves open.",
  },
  ...SERVER_OPTIONS,
} as const;

export const experimentCommand: Command<ExperimentFlags> = {
  command: "experiment [name]",
  describe: "Make a figure of the paper, with all its runs",
  builder: (command) =>
    command
      .positional("name", { type: "string", describe: `One of ${EXPERIMENT_NAMES.join(", ")}.` })
      .options(OPTIONS),
  async handler(flags) {
    const { experimentAction } = await import("../actions/experiment.js");
    await experimentAction(flags);
  },
};
