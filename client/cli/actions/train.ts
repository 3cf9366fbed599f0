import { ContractError } from "../../../proto/index.js";
import { FileError } from "../../base/files.js";
import { readable } from "../../base/readable-text.js";
import { shellCommand } from "../../base/shell-command.js";
import type { TrainConfig } from "../../config/train-config.js";
import { choiceOf, chooseEngine } from "../../engines/choose-engine.js";
import type { Engine } from "../../engines/engine.js";
import type { MetricsRow } from "../../records/records.js";
import { BrokenContractError, ConnectionError, type Transport } from "../../remote/transport/transport.js";
import { openRunDirectory, savedIteration } from "../../run/run-directory.js";
import type { RunSetup } from "../../run/run-setup.js";
import { summarizeRun } from "../../run/summarize-run.js";
import { type Phase, type RunOptions, type TrainedRun, trainRun } from "../../run/train-run.js";
import { withServers } from "../connections.js";
import { sayEpisodeLimit } from "../episode-limit-note.js";
import { exitWithParent } from "../exit-with-parent.js";
import { INTERRUPTED, stopOnInterrupt, watchForStuckServers } from "../interrupt.js";
import { createProgress, type Progress, showingEvaluation } from "../progress.js";
import { reportText } from "../report.js";
import { beginRevision, refuseRevisionFlags } from "../revision-start.js";
import { drawRunFigures } from "../run-figures.js";
import { beginRun, type RunStart, resumeRun, type TrainFlags } from "../run-start.js";
import { serverFlagTexts } from "../server-flags.js";
import { namingSettings } from "../setting-names.js";

/** @param flags - includes the flags of the config */
export async function trainAction(flags: TrainFlags & Record<string, unknown>): Promise<void> {
  if (flags["exit-with-parent"]) exitWithParent();
  await namingSettings(flags, flags.resume || flags.config !== undefined, async () => {
    const start = await startOf(flags);
    await trainFrom(start, flags).finally(start.release);
  });
}

function startOf(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  if (flags.revise !== undefined) return beginRevision({ ...flags, revise: flags.revise });
  refuseRevisionFlags(flags);
  return flags.resume ? resumeRun(flags) : beginRun(flags);
}

async function trainFrom(start: RunStart, flags: TrainFlags): Promise<void> {
  const engine = await announceEngine(flags, start.backend);
  const { path } = start;
  let begun = false;
  const openDirectory = async (config: TrainConfig) => {
    const directory = await start.openDirectory(config);
    begun = true;
    return directory;
  };
  await withServers(flags, async (transports) => {
    try {
      await trainAndReport(transports, { ...start, openDirectory }, engine, resumeCommand(path, flags));
    } catch (error) {
      const { message } = error as Error;
      if (!begun || !canGoOn(error)) throw error;
      throw new Error(`${message}; go on with: ${resumeCommand(path, flags)}`, { cause: error });
    }
  });
}

/** Whether a run that failed with the error can be resumed, on the same servers and disk or on others. */
function canGoOn(error: unknown): boolean {
  return [ConnectionError, ContractError, BrokenContractError, FileError].some(
    (kind) => error instanceof kind,
  );
}

async function trainAndReport(
  transports: readonly Transport[],
  start: RunStart,
  engine: Engine,
  toGoOn: string,
): Promise<void> {
  const { path, checkpoint, start: snapshot } = start;
  const interrupt = stopOnInterrupt();
  const endWatch = watchForStuckServers(interrupt.signal, transports, (address, seconds) => {
    void stopHere(path, `server ${address} has not answered for ${seconds.toFixed(0)} s`, toGoOn);
  });
  const run = async () => {
    const setup = await start.setUp(transports);
    announceRun(setup, path);
    const openDirectory = () => start.openDirectory(setup.config);
    const { signal } = interrupt;
    const options = { transports, setup, engine, checkpoint, start: snapshot, openDirectory, signal };
    return { setup, trained: await showingProgress((show) => trainRun({ ...options, ...show })) };
  };
  const { setup, trained } = await run().finally(() => {
    endWatch();
    interrupt.release();
  });
  if (trained === undefined || interrupt.signal.aborted) {
    const begun = await isRun(path);
    console.error(begun ? `Stopped. Go on with: ${toGoOn}` : "Stopped before the run began.");
    process.exitCode = INTERRUPTED;
    return;
  }
  const { directory, learner, seconds } = trained;
  const results = await showingEvaluation((show) =>
    summarizeRun(transports, setup, learner, {
      numEpisodes: setup.config.evaluationEpisodes,
      seconds,
      onProgress: show,
    }),
  );
  await directory.writeSummary(results.summary);
  await directory.writeTrajectories(results.trajectories);
  const figures = await drawRunFigures(directory, setup.config);
  console.log(`\n${reportText(results.summary)}\nfigures:\n${figures.map((path) => `  ${path}`).join("\n")}`);
}

function announceRun(setup: RunSetup, path: string): void {
  const { env, algorithm, representatives } = setup.config;
  console.error(`${readable(env)}, ${algorithm}, k = ${representatives}; run ${path}`);
  sayEpisodeLimit(setup);
}

/** Ends the process in the middle of an iteration; that iteration is lost. */
async function stopHere(run: string, why: string, toGoOn: string): Promise<void> {
  const iteration = await savedIteration(run).catch(() => undefined);
  const saved =
    iteration === undefined ? "no checkpoint is saved" : `the checkpoint of iteration ${iteration} is saved`;
  const begun = await isRun(run);
  console.error(`Stopped within an iteration, as ${why}; ${saved}.${begun ? ` Go on with: ${toGoOn}` : ""}`);
  process.exit(INTERRUPTED);
}

/** Whether a directory holds a run that can be resumed. */
async function isRun(path: string): Promise<boolean> {
  return openRunDirectory(path).then(
    () => true,
    () => false,
  );
}

/** Trains with a progress display for each phase. */
async function showingProgress(
  run: (show: Pick<RunOptions, "onPhase" | "onIteration">) => Promise<TrainedRun | undefined>,
): Promise<TrainedRun | undefined> {
  let progress: Progress<MetricsRow> | undefined;
  const onPhase = (phase: Phase) => {
    progress?.stop();
    progress = createProgress(phase);
  };
  try {
    return await run({ onPhase, onIteration: (row) => progress?.show(row) });
  } finally {
    progress?.stop();
  }
}

/** The command that resumes a run on the same servers and engine. Another engine would round differently. */
function resumeCommand(path: string, flags: TrainFlags): string {
  const { engine, backend } = flags;
  const chosen = Object.entries({ engine, backend }).filter(([, value]) => value !== "auto");
  const engineFlags = chosen.flatMap(([name, value]) => [`--${name}`, value]);
  return shellCommand([
    ..."caucus train --resume --out".split(" "),
    path,
    ...serverFlagTexts(flags),
    ...engineFlags,
  ]);
}

/** Creates the engine and prints its name. A resumed run keeps its engine unless flags say otherwise. */
async function announceEngine(flags: TrainFlags, backendSoFar: string | undefined): Promise<Engine> {
  const free = flags.engine === "auto" && flags.backend === "auto";
  const { engine, fallbackReason } = await chooseEngine(
    free && backendSoFar !== undefined ? choiceOf(backendSoFar) : flags,
  );
  if (fallbackReason) console.error(`TensorFlow.js runs on ${engine.backend}: ${fallbackReason}`);
  if (backendSoFar !== undefined && backendSoFar !== engine.backend) {
    console.error(`the run was on ${backendSoFar}; on ${engine.backend} it goes on, but not bit for bit`);
  }
  return engine;
}
