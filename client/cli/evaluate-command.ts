import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import { chooseEngine, type EngineChoice } from "../engines/choose-engine.js";
import { createLearner } from "../learner.js";
import { describeEnvironment } from "../run/environment-spec.js";
import { openRunDirectory, RunDirectoryError } from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { withServers } from "./connections.js";
import { reportText } from "./report.js";
import type { ServerFlags } from "./server-flags.js";
import { type UnseenFlags, withUnseenFlags } from "./unseen-flags.js";

export interface EvaluateFlags extends EngineChoice, ServerFlags, UnseenFlags {
  readonly run: string;
  readonly episodes?: number;
}

/** Evaluates a run's newest checkpoint and writes its summary anew. */
export async function evaluateCommand(flags: EvaluateFlags): Promise<void> {
  const { run, episodes } = flags;
  if (episodes !== undefined && !(Number.isInteger(episodes) && episodes > 0)) {
    throw new ConfigError(`--episodes: expected a whole number from 1, got ${episodes}`);
  }
  const directory = await openRunDirectory(run);
  const trained = resolveConfig(await directory.readConfig());
  const { engine } = await chooseEngine(flags);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  if (checkpoint === undefined) throw new RunDirectoryError(`${run} holds no checkpoint yet`);
  const learner = createLearner(checkpoint.learner.sizes, trained, engine, checkpoint.learner);
  await withServers(flags, async (transports) => {
    const config = await withUnseenFlags(trained, flags, () => describeEnvironment(transports, trained));
    const numEpisodes = episodes ?? config.evaluationEpisodes;
    const results = await summarizeRun(transports, config, learner, numEpisodes, checkpoint.seconds);
    await directory.writeSummary(results.summary);
    await directory.writeTrajectories(results.trajectories);
    console.log(reportText(results.summary));
  });
}
