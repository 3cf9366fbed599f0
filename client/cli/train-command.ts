import { ContractError } from "../../proto/index.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { numIterations } from "../config/resolve-config.js";
import { choiceOf, chooseEngine } from "../engines/choose-engine.js";
import type { Engine } from "../engines/engine.js";
import { type PreparedRun, prepareRun } from "../run/prepare-run.js";
import type { RunDirectory } from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { train } from "../train.js";
import { ConnectionError, type Transport } from "../transport/transport.js";
import { withServers } from "./connections.js";
import { exitWithParent } from "./exit-with-parent.js";
import { INTERRUPTED, stopOnInterrupt } from "./interrupt.js";
import { createProgress } from "./progress.js";
import { reportText } from "./report.js";
import { drawRunFigures } from "./run-figures.js";
import { beginRun, type RunStart, resumeRun, type TrainFlags } from "./run-start.js";

/** @param flags - the config's own among them */
export async function trainCommand(flags: TrainFlags & Record<string, unknown>): Promise<void> {
  if (flags["exit-with-parent"]) exitWithParent();
  const start = await (flags.resume ? resumeRun(flags) : beginRun(flags));
  const engine = await announceEngine(flags, start.checkpoint);
  const { config, path, checkpoint } = start;
  console.error(`${config.env}: ${config.representatives} representatives, ${config.algorithm}; run ${path}`);
  await withServers(flags.server, async (transports) => {
    const prepared = await prepareRun(transports, config, engine, checkpoint);
    try {
      await trainAndReport(transports, start, prepared, resumeCommand(path, flags));
    } catch (error) {
      const { message } = error as Error;
      if (!(error instanceof ConnectionError || error instanceof ContractError)) throw error;
      throw new Error(`${message}; go on with: ${resumeCommand(path, flags)}`, { cause: error });
    }
  });
}

async function trainAndReport(
  transports: readonly Transport[],
  { config, openDirectory }: RunStart,
  prepared: PreparedRun,
  toGoOn: string,
): Promise<void> {
  const { learner } = prepared;
  const progress = createProgress(numIterations(config), learner.iteration);
  const interrupt = stopOnInterrupt();
  let directory: RunDirectory;
  let seconds: number;
  try {
    // Not before the servers have agreed: a run that cannot start leaves nothing behind.
    directory = await openDirectory();
    const { signal } = interrupt;
    seconds = await train({ config, directory, ...prepared, onIteration: progress.show, signal });
  } finally {
    progress.stop();
    interrupt.release();
    await prepared.environments.close();
  }
  if (interrupt.signal.aborted) {
    console.error(`Stopped. Go on with: ${toGoOn}`);
    process.exitCode = INTERRUPTED;
    return;
  }
  const results = await summarizeRun(transports, config, learner, config.evaluationEpisodes, seconds);
  await directory.writeSummary(results.summary);
  await directory.writeTrajectories(results.trajectories);
  const figures = await drawRunFigures(directory);
  console.log(`\n${reportText(results.summary)}\nfigures:\n${figures.map((path) => `  ${path}`).join("\n")}`);
}

/** On the same servers and engine: another one rounds otherwise. */
function resumeCommand(path: string, { server, engine, backend }: TrainFlags): string {
  const servers = server.map((address) => ` --server ${address}`).join("");
  const chosen = Object.entries({ engine, backend }).filter(([, value]) => value !== "auto");
  const flags = chosen.map(([name, value]) => ` --${name} ${value}`).join("");
  return `caucus train --resume --out ${path}${servers}${flags}`;
}

/** A resumed run stays on its engine unless told otherwise. */
async function announceEngine(flags: TrainFlags, checkpoint: Checkpoint | undefined): Promise<Engine> {
  const free = flags.engine === "auto" && flags.backend === "auto";
  const { engine, fallbackReason } = await chooseEngine(
    free && checkpoint ? choiceOf(checkpoint.backend) : flags,
  );
  if (fallbackReason) console.error(`TensorFlow.js runs on ${engine.backend}: ${fallbackReason}`);
  if (checkpoint && checkpoint.backend !== engine.backend) {
    console.error(
      `the run was on ${checkpoint.backend}; on ${engine.backend} it goes on, but not bit for bit`,
    );
  }
  return engine;
}
