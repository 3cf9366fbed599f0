import type { VectorBuffers } from "../../envs/index.js";

/** An episode that ended in a rollout. */
export interface EndedEpisode {
  /** The step of the rollout that ended it, from 0. */
  readonly step: number;
  /** The number of its environment in the session. */
  readonly environment: number;
  /** Steps. */
  readonly length: number;
  /** [n]. */
  readonly returns: Float32Array;
  /** [d]; empty unless the environment was reset at once. */
  readonly finalObservation: Float32Array;
  /** As VectorBuffers.finalInfos; empty unless the environment was reset at once. */
  readonly finalInfos: Float64Array;
}

/** The place of a step in a rollout. */
export interface StepPlace {
  /** Of the rollout, from 0. */
  readonly step: number;
  /** The number of the first environment in its session. */
  readonly firstRow: number;
}

/** Adds the episodes that the latest step ended. */
export function noteEnded(
  ended: EndedEpisode[],
  { step, firstRow }: StepPlace,
  buffers: VectorBuffers,
): void {
  const { terminated, truncated, episodeLengths } = buffers;
  const numRows = terminated.length;
  const row = <A extends { length: number; slice(from: number, to: number): A }>(array: A, j: number): A => {
    const width = array.length / numRows;
    return array.slice(j * width, (j + 1) * width);
  };
  for (let j = 0; j < numRows; j++) {
    if (!terminated[j] && !truncated[j]) continue;
    ended.push({
      step,
      environment: firstRow + j,
      length: episodeLengths[j],
      returns: row(buffers.episodeReturns, j),
      finalObservation: row(buffers.finalObservations, j),
      finalInfos: row(buffers.finalInfos, j),
    });
  }
}

/** Sorts the episodes of several shards by their steps, and by their environments within a step. */
export function inOrder(episodes: readonly EndedEpisode[]): EndedEpisode[] {
  return [...episodes].sort((a, b) => a.step - b.step || a.environment - b.environment);
}
