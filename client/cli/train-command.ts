import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Backend, chooseBackend } from "../backend.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { ConfigError, numIterations, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { prepareRun } from "../run/prepare-run.js";
import { createRunDirectory, openRunDirectory, type RunDirectory } from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { train } from "../train.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import { withServers } from "./connections.js";
import { createProgress } from "./progress.js";
import { reportText } from "./report.js";
import { drawRunFigures } from "./run-figures.js";

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
  await announceBackend(flags.backend);
  const { config, directory, checkpoint } = flags.resume ? await resume(flags) : await begin(flags);
  console.error(
    `${config.env}: ${config.representatives} representatives, ${config.algorithm}; run ${directory.path}`,
  );
  await withServers(flags.server, async (transports) => {
    const prepared = await prepareRun(transports, config, checkpoint);
    const progress = createProgress(numIterations(config), prepared.learner.iteration);
    const stop = stopOnInterrupt();
    let seconds: number;
    try {
      seconds = await train({ config, directory, ...prepared, onIteration: progress.show, signal: stop });
    } finally {
      progress.stop();
      await prepared.environments.close();
    }
    if (stop.aborted) {
      console.error(`Stopped. Go on with: caucus train --resume --out ${directory.path}`);
      return;
    }
    const { learner } = prepared;
    const results = await summarizeRun(transports, config, learner, config.evaluationEpisodes, seconds);
    await directory.writeSummary(results.summary);
    await directory.writeTrajectories(results.trajectories);
    learner.representatives.dispose();
    const figures = await drawRunFigures(directory);
    console.log(
      `\n${reportText(results.summary)}\nfigures:\n${figures.map((path) => `  ${path}`).join("\n")}`,
    );
  });
}

async function announceBackend(backend: Backend): Promise<void> {
  const { name, fallbackReason } = await chooseBackend(backend);
  if (fallbackReason) console.error(`TensorFlow.js runs on ${name}: ${fallbackReason}`);
}

interface Start {
  readonly config: TrainConfig;
  readonly directory: RunDirectory;
  readonly checkpoint?: Checkpoint;
}

async function begin(flags: TrainFlags & Record<string, unknown>): Promise<Start> {
  const config = resolveConfig(await configFromFlags(flags, flags.config));
  const directory = await createRunDirectory(flags.out ?? (await freeRunPath(config)), config);
  return { config, directory };
}

async function resume(flags: TrainFlags & Record<string, unknown>): Promise<Start> {
  if (flags.out === undefined) throw new ConfigError("--resume: expected --out with the run to go on with");
  const given = givenFlags(flags);
  if (given.length > 0 || flags.config !== undefined) {
    const named = given[0] ?? "config";
    throw new ConfigError(
      `--${named}: a resumed run keeps the settings of ${join(flags.out, "config.json")}`,
    );
  }
  const directory = await openRunDirectory(flags.out);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
  return { config: resolveConfig(await directory.readConfig()), directory, checkpoint };
}

/** runs/ENV-ALGORITHM-1, or the next number that is free. */
async function freeRunPath({ env, algorithm }: TrainConfig): Promise<string> {
  const taken = new Set(await readdir("runs").catch(() => []));
  let number = 1;
  while (taken.has(`${env}-${algorithm}-${number}`)) number++;
  return join("runs", `${env}-${algorithm}-${number}`);
}

/** Ctrl-C, once: finish the iteration; twice: stop at once. */
function stopOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error("\nStopping after this iteration; press Ctrl-C again to stop at once.");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
