import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ContractError } from "../../proto/index.js";
import { type Backend, chooseBackend } from "../backend.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { ConfigError, numIterations, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { type PreparedRun, prepareRun } from "../run/prepare-run.js";
import {
  checkRunPath,
  createRunDirectory,
  openRunDirectory,
  type RunDirectory,
} from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { train } from "../train.js";
import { ConnectionError, type Transport } from "../transport/transport.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import { withServers } from "./connections.js";
import { createProgress } from "./progress.js";
import { reportText } from "./report.js";
import { drawRunFigures } from "./run-figures.js";

/** Exit code of a run that was stopped, as after a signal. */
const INTERRUPTED = 130;

/** What `caucus train` is told beside the config. */
export interface TrainFlags {
  readonly config?: string;
  readonly server: readonly string[];
  readonly out?: string;
  readonly resume: boolean;
  readonly backend: Backend;
}

/** @param flags - the config's own among them */
export async function trainCommand(flags: TrainFlags & Record<string, unknown>): Promise<void> {
  const start = flags.resume ? await resume(flags) : await begin(flags);
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
  { config, openDirectory }: Start,
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

interface Start {
  readonly config: TrainConfig;
  /** Of the run's directory. */
  readonly path: string;
  readonly openDirectory: () => Promise<RunDirectory>;
  readonly checkpoint?: Checkpoint;
}

async function begin(flags: TrainFlags & Record<string, unknown>): Promise<Start> {
  const config = resolveConfig(await configFromFlags(flags, flags.config));
  const path = flags.out ?? (await freeRunPath(config));
  await checkRunPath(path);
  return { config, path, openDirectory: () => createRunDirectory(path, config) };
}

async function resume(flags: TrainFlags & Record<string, unknown>): Promise<Start> {
  const path = flags.out;
  if (path === undefined) throw new ConfigError("--resume: expected --out with the run to go on with");
  const given = givenFlags(flags);
  if (given.length > 0 || flags.config !== undefined) {
    const named = given[0] ?? "config";
    throw new ConfigError(`--${named}: a resumed run keeps the settings of ${join(path, "config.json")}`);
  }
  const directory = await openRunDirectory(path);
  const config = resolveConfig(await directory.readConfig());
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  if (checkpoint === undefined) console.error(`${path} holds no checkpoint yet: starting from the beginning`);
  const openDirectory = async () => {
    await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
    return directory;
  };
  return { config, path, openDirectory, checkpoint };
}

/** runs/ENV-ALGORITHM-1, or the next number that is free. */
async function freeRunPath({ env, algorithm }: TrainConfig): Promise<string> {
  const taken = new Set(await readdir("runs").catch(() => []));
  let number = 1;
  while (taken.has(`${env}-${algorithm}-${number}`)) number++;
  return join("runs", `${env}-${algorithm}-${number}`);
}

/** Ctrl-C, once: finish the iteration; twice, or after release: stop at once. */
function stopOnInterrupt(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    console.error("\nStopping after this iteration; press Ctrl-C again to stop at once.");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const release = () => void process.off("SIGINT", stop).off("SIGTERM", stop);
  return { signal: controller.signal, release };
}
