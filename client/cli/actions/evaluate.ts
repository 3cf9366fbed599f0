import { ConfigError, resolveConfig } from "../../config/resolve-config.js";
import { chooseEngine, type EngineChoice } from "../../engines/choose-engine.js";
import { describeEnvironment } from "../../run/environment-spec.js";
import { loadRun } from "../../run/load-run.js";
import { restoredLearner } from "../../run/restored-learner.js";
import { summarizeRun } from "../../run/summarize-run.js";
import { withServers } from "../connections.js";
import { sayEpisodeLimit } from "../episode-limit-note.js";
import { showingEvaluation } from "../progress.js";
import { reportText } from "../report.js";
import type { ServerFlags } from "../server-flags.js";
import { namingSettings } from "../setting-names.js";
import { type UnseenFlags, withUnseenFlags } from "../unseen-flags.js";

export interface EvaluateFlags extends EngineChoice, ServerFlags, UnseenFlags {
  readonly run: string;
  readonly episodes?: number;
  readonly "max-episode-steps"?: number;
}

/** Evaluates a run's newest checkpoint and writes its summary anew. */
export async function evaluateAction(flags: EvaluateFlags & Record<string, unknown>): Promise<void> {
  await namingSettings(flags, true, () => evaluateRun(flags));
}

async function evaluateRun(flags: EvaluateFlags): Promise<void> {
  const { run, episodes } = flags;
  if (episodes !== undefined && !(Number.isInteger(episodes) && episodes > 0)) {
    throw new ConfigError(`--episodes: expected a whole number from 1, got ${episodes}`);
  }
  const { directory, config: own, readCheckpoint } = await loadRun(run, (message) => console.error(message));
  const trained = resolveConfig({
    ...own,
    maxEpisodeSteps: flags["max-episode-steps"] ?? own.maxEpisodeSteps,
  });
  const { engine } = await chooseEngine(flags);
  const checkpoint = await readCheckpoint();
  const learner = restoredLearner(checkpoint, trained, engine);
  await withServers(flags, async (transports) => {
    await sayEpisodeLimit(transports, trained);
    const spec = await describeEnvironment(transports, trained);
    const config = await withUnseenFlags(trained, flags, spec);
    const numEpisodes = episodes ?? config.evaluationEpisodes;
    const results = await showingEvaluation((show) =>
      summarizeRun(transports, config, learner, numEpisodes, checkpoint.seconds, show),
    );
    await directory.writeSummary(results.summary);
    await directory.writeTrajectories(results.trajectories);
    console.log(reportText(results.summary));
  });
}
