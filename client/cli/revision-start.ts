import {
  type CheckedDossier,
  loadReviewers,
  readChain,
  readDossier,
  rejectedRepresentatives,
  verifyDecisions,
} from "../../approval/index.js";
import { kebabCase } from "../../proto/kebab-case.js";
import { ConfigError } from "../base/config-error.js";
import type { TrainConfigInput } from "../config/train-config.js";
import { claimDirectory, claimNumbered } from "../run/claim.js";
import { loadRun } from "../run/load-run.js";
import { reviseRun } from "../run/revise-run.js";
import { createRun } from "../run/run-config.js";
import { setUpRun } from "../run/run-setup.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import type { RunStart, TrainFlags } from "./run-start.js";

/** Settings that a revision may have of its own; with others, policies would not be the same ones. */
const OWN_SETTINGS: readonly (keyof TrainConfigInput)[] = [
  ...(["transitions", "seed", "optOutFrom"] as const),
  ...(["checkpointEvery", "evaluationEpisodes"] as const),
];

type RevisionFlags = TrainFlags & { readonly revise: string };

/** Prepares a run in which some of a dossier's policies are trained anew. */
export async function beginRevision(flags: RevisionFlags & Record<string, unknown>): Promise<RunStart> {
  checkFlags(flags);
  const checked = await readDossier(flags.revise);
  const retrain = flags.retrain ?? (await rejectedOf(checked, flags.reviewers));
  if (flags.retrain === undefined && flags.reviewers === undefined)
    console.error("who signed the decisions is not verified: --reviewers says whose count");
  const { config: before, readCheckpoint } = await loadRun(flags.run!, {
    modules: flags.load,
    warn: console.error,
  });
  const settings = await configFromFlags(flags, undefined);
  const run = { config: before, checkpoint: await readCheckpoint() };
  const { config, start } = reviseRun(run, { checked, retrain, settings });
  const kept = checked.policies.flatMap(({ representative: j }) => (retrain.includes(j) ? [] : [j]));
  console.error(`trains ${retrain.join(", ")} anew; ${kept.join(", ")} stay as they are`);
  const { path, release } = await (flags.out === undefined
    ? claimNumbered("runs", `${config.env}-revision`)
    : claimDirectory(flags.out));
  return {
    config,
    start,
    setUp: (transports) => setUpRun(transports, config),
    path,
    openDirectory: (complete) => createRun(path, complete),
    release,
  };
}

/** @throws ConfigError if a flag is given that belongs to revisions only */
export function refuseRevisionFlags({ run, retrain, reviewers }: TrainFlags): void {
  const [idle] = Object.entries({ run, retrain, reviewers }).filter(([, value]) => value !== undefined);
  if (idle !== undefined) throw new ConfigError(`--${idle[0]}: expected --revise with it, got none`);
}

function checkFlags(flags: RevisionFlags & Record<string, unknown>): void {
  if (flags.run === undefined) {
    throw new ConfigError("--revise: expected --run with the run that made the dossier's policies, got none");
  }
  if (flags.resume)
    throw new ConfigError("--revise: expected none with --resume, which goes on with a revision");
  const own = OWN_SETTINGS.map((name) => kebabCase(name));
  const given = [...givenFlags(flags), ...(flags.config === undefined ? [] : ["config"])];
  const other = given.find((name) => !own.includes(name.split(".")[0]));
  if (other === undefined) return;
  throw new ConfigError(`--${other}: a revision keeps the settings of --run, but for --${own.join(", --")}`);
}

/** @returns their numbers, from 1 */
async function rejectedOf(checked: CheckedDossier, file: string | undefined): Promise<number[]> {
  const chain = await readChain(checked);
  if (file !== undefined) verifyDecisions(chain, await loadReviewers(file, checked.directory));
  const rejected = rejectedRepresentatives(chain);
  if (rejected.length > 0) return rejected;
  throw new ConfigError("--revise: expected a dossier with rejected policies, or --retrain, got neither");
}
