import { availableParallelism } from "node:os";
import type { Argv } from "yargs";
import { ALGORITHMS } from "../assignment/assigners/index.js";
import { EXPERIMENT_NAMES } from "../experiments/experiment-list.js";
import { SERVER_OPTIONS, type ServerFlags } from "./server-flags.js";

/** What `caucus experiment` is told. */
export interface ExperimentFlags extends ServerFlags {
  readonly name?: string;
  readonly list: boolean;
  readonly seeds?: number;
  readonly scale: number;
  readonly jobs: number;
  readonly out?: string;
  readonly environments?: readonly string[];
  readonly algorithms?: readonly string[];
  readonly representatives?: readonly number[];
  readonly frames?: readonly number[];
  readonly config?: string;
}

/** A learner and its server keep about two cores busy. */
const DEFAULT_JOBS = Math.max(1, Math.floor(availableParallelism() / 2));

export function experimentOptions<T>(command: Argv<T>) {
  return command
    .positional("name", { type: "string", describe: `One of ${EXPERIMENT_NAMES.join(", ")}.` })
    .option("list", {
      type: "boolean",
      default: false,
      describe: "Say what each experiment trains, and stop.",
    })
    .option("seeds", {
      type: "number",
      requiresArg: true,
      describe: "S, runs of each setting.",
      defaultDescription: "the paper's 10, or 3 for committees; fewer at a smaller scale",
    })
    .option("scale", {
      type: "number",
      requiresArg: true,
      default: 1,
      describe: "Share of the paper's transitions, and with them of evaluation episodes; 0.01 for a look.",
    })
    .option("jobs", {
      type: "number",
      requiresArg: true,
      default: DEFAULT_JOBS,
      defaultDescription: "half the cores",
      describe: "J, runs at a time.",
    })
    .option("out", {
      type: "string",
      requiresArg: true,
      describe: "Where runs, tables, figure and report are kept; runs/NAME if not given.",
    })
    .option("environments", {
      type: "string",
      array: true,
      requiresArg: true,
      describe: "Only these of the experiment's environments.",
    })
    .option("algorithms", {
      type: "string",
      array: true,
      requiresArg: true,
      describe: `These instead of the experiment's, of ${ALGORITHMS.join(", ")}; for committees, of those that --list has for committee-clusterings.`,
    })
    .option("representatives", {
      type: "number",
      array: true,
      requiresArg: true,
      describe: "Only these of the experiment's k.",
    })
    .option("frames", {
      type: "number",
      array: true,
      requiresArg: true,
      describe: "Only these of a committee experiment's frames, at scale 1.",
    })
    .option("config", {
      type: "string",
      requiresArg: true,
      describe: "YAML or JSON file of settings for every run, of those the experiment leaves open.",
    })
    .options(SERVER_OPTIONS);
}
