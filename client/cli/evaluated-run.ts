import { resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Transport } from "../remote/transport/transport.js";
import { describeEnvironment } from "../run/environment-spec.js";
import { type LoadedRun, loadRun } from "../run/load-run.js";
import { type RunSetup, runSetup } from "../run/run-setup.js";
import { sayEpisodeLimit } from "./episode-limit-note.js";
import type { ServerFlags } from "./server-flags.js";
import { type UnseenFlags, withUnseenFlags } from "./unseen-flags.js";

/** Flags that say which run's policies play fresh episodes, and how long these are. */
export interface EvaluatedRunFlags extends Pick<ServerFlags, "load"> {
  readonly run: string;
  readonly "max-episode-steps"?: number;
}

/** The run, with the step limit of the flags in its config if they have one. */
export async function loadEvaluatedRun(flags: EvaluatedRunFlags): Promise<LoadedRun> {
  const loaded = await loadRun(flags.run, { modules: flags.load, warn: console.error });
  const maxEpisodeSteps = flags["max-episode-steps"] ?? loaded.config.maxEpisodeSteps;
  return { ...loaded, config: resolveConfig({ ...loaded.config, maxEpisodeSteps }) };
}

/** The run's environment and its config with the flags about test agents; says if only Caucus limits episodes. */
export async function evaluationSetup(
  transports: readonly Transport[],
  config: TrainConfig,
  flags: UnseenFlags,
): Promise<RunSetup> {
  const spec = await describeEnvironment(transports, config);
  sayEpisodeLimit({ config, spec });
  return runSetup(await withUnseenFlags(config, flags, spec), spec);
}
