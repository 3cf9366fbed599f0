import { join } from "node:path";
import { shellCommand } from "../../base/shell-command.js";
import type { ExperimentHost, ExperimentRequest } from "../../experiments/experiment.js";
import { experimentList, experimentNamed } from "../../experiments/experiment-list.js";
import { configFromFlags } from "../config-flags.js";
import { withServers } from "../connections.js";
import { createGridProgress } from "../grid-progress.js";
import { INTERRUPTED, stopOnInterrupt } from "../interrupt.js";
import { type ServerFlags, serverFlagTexts } from "../server-flags.js";

/** Flags of `caucus experiment`. */
export interface ExperimentFlags
  extends ServerFlags,
    Omit<ExperimentRequest, "settings" | "out" | "command"> {
  readonly name?: string;
  readonly list: boolean;
  readonly out?: string;
  readonly config?: string;
}

/** Makes an experiment and prints its results. An experiment that was stopped goes on where it stopped. */
export async function experimentAction(flags: ExperimentFlags): Promise<void> {
  if (flags.list) {
    console.log(experimentList());
    return;
  }
  const experiment = experimentNamed(flags.name);
  const out = flags.out ?? join("runs", flags.name!);
  const command = commandText(flags, out);
  const settings = await configFromFlags({}, flags.config);
  const request = { ...requestOf(flags), settings, out, command };
  const { files, notes, missing, interrupted, lost, planned } = await experiment.make(request, hostOf(flags));
  for (const line of missing) console.error(line);
  console.log([...(notes.length > 0 ? [notes.join("; ")] : []), ...files].join("\n"));
  if (interrupted) console.error(`Stopped. Go on with: ${command}`);
  else if (lost > 0) console.error(`${lost} of ${planned} runs failed. Try them again with: ${command}`);
  if (interrupted) process.exitCode = INTERRUPTED;
  else if (lost > 0) process.exitCode = 1;
}

/** Converts the flags to a request for an experiment. */
function requestOf(flags: ExperimentFlags) {
  const { scale, seeds, environments, algorithms, representatives, frames, jobs } = flags;
  return { scale, seeds, environments, algorithms, representatives, frames, jobs };
}

function hostOf(flags: ExperimentFlags): ExperimentHost {
  return {
    serverFlags: serverFlagTexts(flags),
    withServer: (use) => withServers(flags, ([transport]) => use(transport)),
    async interruptible(use) {
      const { signal, release } = stopOnInterrupt();
      return use(signal).finally(release);
    },
    say: (line) => console.error(line),
    watch: createGridProgress,
  };
}

/** The command line that repeats this command. */
function commandText(flags: ExperimentFlags, out: string): string {
  const { name, seeds, scale, jobs, environments, algorithms, representatives, frames, config } = flags;
  const given = { seeds, scale, jobs, environments, algorithms, representatives, frames, config, out };
  const words = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, ...[value].flat()],
  );
  return shellCommand(["caucus", "experiment", name!, ...words, ...serverFlagTexts(flags)]);
}
