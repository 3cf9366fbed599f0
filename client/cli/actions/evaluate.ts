import { ConfigError } from "../../config/resolve-config.js";
import { chooseEngine, type EngineChoice } from "../../engines/choose-engine.js";
import { restoredLearner } from "../../run/restored-learner.js";
import { summarizeRun } from "../../run/summarize-run.js";
import { withServers } from "../connections.js";
import { type EvaluatedRunFlags, evaluationSetup, loadEvaluatedRun } from "../evaluated-run.js";
import { showingEvaluation } from "../progress.js";
import { reportText } from "../report.js";
import type { ServerFlags } from "../server-flags.js";
import { namingSettings } from "../setting-names.js";
import type { UnseenFlags } from "../unseen-flags.js";

export interface EvaluateFlags extends EngineChoice, ServerFlags, EvaluatedRunFlags, UnseenFlags {
  readonly episodes?: number;
}

/** Evaluates a run's newest checkpoint and replaces its summary. */
export async function evaluateAction(flags: EvaluateFlags & Record<string, unknown>): Promise<void> {
  await namingSettings(flags, true, () => evaluateRun(flags));
}

async function evaluateRun(flags: EvaluateFlags): Promise<void> {
  const { episodes } = flags;
  if (episodes !== undefined && !(Number.isInteger(episodes) && episodes > 0)) {
    throw new ConfigError(`--episodes: expected a whole number from 1, got ${episodes}`);
  }
  const { directory, config, readCheckpoint } = await loadEvaluatedRun(flags);
  const { engine } = await chooseEngine(flags);
  const checkpoint = await readCheckpoint();
  const learner = restoredLearner(checkpoint, config, engine);
  await withServers(flags, async (transports) => {
    const setup = await evaluationSetup(transports, config, flags);
    const numEpisodes = episodes ?? setup.config.evaluationEpisodes;
    const results = await showingEvaluation((show) =>
      summarizeRun(transports, setup, learner, {
        numEpisodes,
        seconds: checkpoint.seconds,
        onProgress: show,
      }),
    );
    await directory.writeSummary(results.summary);
    await directory.writeTrajectories(results.trajectories);
    console.log(reportText(results.summary));
  });
}
