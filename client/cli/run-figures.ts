import type { TrainConfig } from "../config/train-config.js";
import { type RunDirectory, RunDirectoryError } from "../run/run-directory.js";

/**
 * Draws a run's figures.
 * @returns the paths of the PNG files, relative if the directory's path is
 * @throws RunDirectoryError if there is nothing to draw yet
 */
export async function drawRunFigures(directory: RunDirectory, config: TrainConfig): Promise<string[]> {
  // Vega takes longer to load than a short run takes to start, so it is loaded only here.
  const { drawFigures } = await import("../figures/figures.js");
  const { env, algorithm, representatives } = config;
  const metrics = await directory.readMetrics((message) => console.error(message));
  if (metrics.length === 0)
    throw new RunDirectoryError(`${directory.path} holds no metrics yet: nothing to draw`);
  const summary = (await directory.readSummary()) ?? null;
  const run = {
    config: { environment: env, algorithm, k: representatives, parameters: summary?.parameters },
    metrics,
    summary,
    trajectories: await directory.readTrajectories(),
  };
  const paths = await drawFigures(run, directory.figures);
  return paths.filter((path) => path.endsWith(".png"));
}
