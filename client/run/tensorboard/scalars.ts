import type { MetricsRow } from "../../records/records.js";
import type { Scalar } from "./event.js";

/**
 * A row of metrics as TensorBoard's scalars, by CleanRL's names where it has one. What a row does not know is
 * left out. Representatives count from 1, as they do in reports and figures.
 */
export function scalarsOf(row: MetricsRow): Scalar[] {
  const scalars: readonly (readonly [string, number | null])[] = [
    ["charts/welfare", row.welfare],
    ["charts/worst_agent", row.worstAgent],
    ["charts/participation", row.participation],
    ...ofRepresentatives("charts/episodic_return", row.episodeReturns),
    ...ofRepresentatives("charts/episodic_length", row.episodeLengths),
    ...ofRepresentatives("charts/cluster_size", row.clusterSizes),
    ["charts/flips", row.flips],
    ["charts/exchanges", row.exchanges],
    ["charts/learning_rate", row.learning_rate],
    ["charts/entropy_coefficient", row.entropyCoefficient],
    ["charts/SPS", row.transitionsPerSecond],
    ["losses/policy_loss", row.policy_loss],
    ["losses/value_loss", row.value_loss],
    ["losses/entropy", row.entropy],
    ["losses/approx_kl", row.approx_kl],
    ["losses/clipfrac", row.clipfrac],
    ["losses/explained_variance", row.explained_variance],
  ];
  return scalars.filter((scalar): scalar is Scalar => scalar[1] !== null);
}

/** @param values - [k] */
function ofRepresentatives(
  tag: string,
  values: readonly (number | null)[],
): (readonly [string, number | null])[] {
  return values.map((value, j) => [`${tag}/representative_${j + 1}`, value]);
}
