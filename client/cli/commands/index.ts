import type { Command } from "../command.js";
import { assessCommand } from "./assess.js";
import { auditCommand } from "./audit.js";
import { compareCommand } from "./compare.js";
import { coverCommand } from "./cover.js";
import { describeCommand } from "./describe.js";
import { evaluateCommand } from "./evaluate.js";
import { experimentCommand } from "./experiment.js";
import { exportCommand } from "./export.js";
import { figuresCommand } from "./figures.js";
import { keysCommand } from "./keys.js";
import { listCommand } from "./list.js";
import { replayCommand } from "./replay.js";
import { reviewCommand } from "./review.js";
import { runsCommand } from "./runs.js";
import { trainCommand } from "./train.js";

/** Every command, in the order in which help lists them. */
// biome-ignore lint/suspicious/noExplicitAny: each command has flags of its own.
export const COMMANDS: readonly Command<any>[] = [
  trainCommand,
  evaluateCommand,
  runsCommand,
  compareCommand,
  figuresCommand,
  replayCommand,
  exportCommand,
  assessCommand,
  keysCommand,
  reviewCommand,
  auditCommand,
  experimentCommand,
  coverCommand,
  listCommand,
  describeCommand,
];

/** The words that are typed for each command. */
export const COMMAND_NAMES = COMMANDS.map(({ command }) => String(command).split(" ")[0]);
