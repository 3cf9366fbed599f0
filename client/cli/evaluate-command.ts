import { type Backend, chooseBackend } from "../backend.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import { createRunLearner, openRunEnvironments } from "../run/prepare-run.js";
import { openRunDirectory, RunDirectoryError } from "../run/run-directory.js";
import { summarizeRun } from "../run/summarize-run.js";
import { withServers } from "./connections.js";
import { reportText } from "./report.js";

export interface EvaluateFlags {
  readonly run: string;
  readonly episodes?: number;
  readonly server: readonly string[];
  readonly backend: Backend;
}

/** Evaluates a run's newest checkpoint and writes its summary anew. */
export async function evaluateCommand({ run, episodes, server, backend }: EvaluateFlags): Promise<void> {
  if (episodes !== undefined && !(Number.isInteger(episodes) && episodes > 0)) {
    throw new ConfigError(`--episodes: expected a whole number from 1, got ${episodes}`);
  }
  const directory = await openRunDirectory(run);
  const config = resolveConfig(await directory.readConfig());
  await chooseBackend(backend);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  if (checkpoint === undefined) throw new RunDirectoryError(`${run} holds no checkpoint yet`);
  await withServers(server, async (transports) => {
    const environments = await openRunEnvironments(transports, config, 1, "evaluation", []);
    const learner = createRunLearner(config, environments, checkpoint);
    await environments.close();
    const numEpisodes = episodes ?? config.evaluationEpisodes;
    const results = await summarizeRun(transports, config, learner, numEpisodes, checkpoint.seconds);
    await directory.writeSummary(results.summary);
    await directory.writeTrajectories(results.trajectories);
    console.log(reportText(results.summary));
  });
}
