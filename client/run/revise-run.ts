import { type CheckedDossier, sha256 } from "../../approval/index.js";
import { latestRevision } from "../base/revisions.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig, TrainConfigInput } from "../config/train-config.js";
import { compiledEngine } from "../engines/compiled.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { LearnerSnapshot } from "../learner/learner.js";
import { revisedLearner } from "../learner/revision.js";
import { restoredLearner } from "./restored-learner.js";

/** What to train anew. */
export interface RevisionPlan {
  readonly checked: CheckedDossier;
  /** Numbers of representatives, from 1. */
  readonly retrain: readonly number[];
  /** Settings in which the revision differs from the run. */
  readonly settings: TrainConfigInput;
}

/** The settings of a revision, and the learner that it starts with. */
export interface Revision {
  readonly config: TrainConfig;
  readonly start: LearnerSnapshot;
}

/**
 * Begins a revision of a run: some representatives are trained anew, while the others stay as they are.
 * @param run - the run's settings and newest checkpoint
 * @throws ConfigError if the dossier's policies are not the run's, or none or all are to be trained anew
 */
export function reviseRun(
  run: { readonly config: TrainConfig; readonly checkpoint: Checkpoint },
  { checked, retrain, settings }: RevisionPlan,
): Revision {
  checkPolicies(run, checked);
  const revisions = nextRevisions(run.config, retrain);
  const { agents } = checked.dossier;
  const config = resolveConfig({
    ...run.config,
    // A committee's settings belong to its algorithm.
    ...{ cover: undefined, epsilon: undefined, trainOn: undefined },
    // Another seed would draw other agents.
    ...{ agents: null, agentParameters: null, trainAgents: agents.parameters },
    ...{ algorithm: "em", revisions, totalTransitions: null },
    ...settings,
  });
  const assignment = Int32Array.from(agents.assignment, (number) => number - 1);
  const { learner: snapshot } = run.checkpoint;
  return { config, start: revisedLearner({ snapshot, config: run.config, assignment }, config) };
}

function checkPolicies(
  { config, checkpoint }: { readonly config: TrainConfig; readonly checkpoint: Checkpoint },
  { policies }: CheckedDossier,
): void {
  const exported = restoredLearner(checkpoint, config, compiledEngine()).representatives.exportPolicies();
  if (exported.length !== policies.length) {
    throw new ConfigError(
      `--run: expected the run of the dossier, with ${policies.length} policies, got one with ${exported.length}`,
    );
  }
  const other = policies.find((policy, j) => policy.sha256 !== sha256(exported[j]));
  if (other === undefined) return;
  throw new ConfigError(
    `--run: expected the run of the dossier, whose policy ${other.representative} has SHA-256 ${other.sha256}, got ${sha256(exported[other.representative - 1])}`,
  );
}

function nextRevisions({ revisions, representatives: k }: TrainConfig, retrain: readonly number[]): number[] {
  const wrong = retrain.find((number) => !(Number.isInteger(number) && number >= 1 && number <= k));
  if (wrong !== undefined) {
    throw new ConfigError(`--retrain: expected representatives from 1 to ${k}, got ${wrong}`);
  }
  if (new Set(retrain).size === k) {
    throw new ConfigError(`--retrain: expected fewer than all ${k}, got all: train without --revise`);
  }
  const before = revisions ?? new Array<number>(k).fill(0);
  const next = latestRevision(before) + 1;
  return before.map((revision, j) => (retrain.includes(j + 1) ? next : revision));
}
