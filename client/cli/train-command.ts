import { ContractError } from "../../proto/index.js";
import { type Backend, chooseBackend } from "../backend.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { numIterations } from "../config/resolve-config.js";
import { type PreparedRun, prepareRun } from "../run/prepare-run.js";
import type { RunDirectory } from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { train } from "../train.js";
import { ConnectionError, type Transport } from "../transport/transport.js";
import { withServers } from "./connections.js";
import { INTERRUPTED, stopOnInterrupt } from "./interrupt.js";
import { createProgress } from "./progress.js";
import { reportText } from "./report.js";
import { drawRunFigures } from "./run-figures.js";
import { beginRun, type RunStart, resumeRun, type TrainFlags } from "./run-start.js";

/** @param flags - the config's own among them */
export async function trainCommand(flags: TrainFlags & Record<string, unknown>): Promise<void> {
  const start = await (flags.resume ? resumeRun(flags) : beginRun(flags));
  await announceBackend(flags.backend, start.checkpoint);
  const { config, path, checkpoint } = start;
  console.error(`${config.env}: ${config.representatives} representatives, ${config.algorithm}; run ${path}`);
  await withServers(flags.server, async (transports) => {
    const prepared = await prepareRun(transports, config, checkpoint);
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
  learner.representatives.dispose();
  const figures = await drawRunFigures(directory);
  console.log(`\n${reportText(results.summary)}\nfigures:\n${figures.map((path) => `  ${path}`).join("\n")}`);
}

/** On the same servers and backend: another backend rounds otherwise. */
function resumeCommand(path: string, { server, backend }: TrainFlags): string {
  const servers = server.map((address) => ` --server ${address}`).join("");
  const chosen = backend === "auto" ? "" : ` --backend ${backend}`;
  return `caucus train --resume --out ${path}${servers}${chosen}`;
}

/** A resumed run stays on its backend unless told otherwise. */
async function announceBackend(backend: Backend, checkpoint: Checkpoint | undefined): Promise<void> {
  const wanted = backend === "auto" && checkpoint ? (checkpoint.backend as Backend) : backend;
  const { name, fallbackReason } = await chooseBackend(wanted);
  if (fallbackReason) console.error(`TensorFlow.js runs on ${name}: ${fallbackReason}`);
  if (checkpoint && checkpoint.backend !== name) {
    console.error(`the run was on ${checkpoint.backend}; on ${name} it goes on, but not bit for bit`);
  }
}
