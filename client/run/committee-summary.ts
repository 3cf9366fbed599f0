import type { EnvironmentSpec } from "../../proto/index.js";
import { tasksOf } from "../assignment/assigners/committee.js";
import { foundCommittee } from "../assignment/covers/committee.js";
import { coverageNotes } from "../assignment/covers/coverage.js";
import { rowOf } from "../assignment/covers/rows.js";
import type { TrainConfig } from "../config/train-config.js";
import type { CommitteeSummary } from "../records/records.js";

/**
 * What a run's committee covers.
 * @param agentParameters - θ, [n, p]
 * @returns undefined of other algorithms
 */
export function committeeSummary(
  config: TrainConfig,
  spec: EnvironmentSpec,
  agentParameters: Float64Array,
): CommitteeSummary | undefined {
  const { algorithm, cover, epsilon, trainOn, representatives } = config;
  if (algorithm !== "committee" || epsilon === null) return undefined;
  const tasks = tasksOf({ parameters: agentParameters, parameterSpecs: spec.agentParameters });
  const { prototypes, coverage } = foundCommittee(tasks, representatives, config);
  return {
    cover,
    epsilon,
    trainOn,
    prototypes: Array.from({ length: prototypes.rows }, (_, j) => [...rowOf(prototypes, j)]),
    coverage: coverage.share,
    sizes: coverage.members.map(({ length }) => length),
    uncovered: coverage.uncovered,
    notes: coverageNotes(coverage, cover, epsilon),
  };
}
