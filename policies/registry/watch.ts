import { setTimeout as sleep } from "node:timers/promises";
import type { Reviewers } from "../../approval/index.js";
import type { Logger } from "../../serving/base/log.js";
import type { SeenFile } from "../state/seen-file.js";
import { type Judgement, judge } from "./judge.js";
import type { FoundDossier, RegistryReader } from "./read-registry.js";
import type { ReviewersReader } from "./read-reviewers.js";

/**
 * Milliseconds between looks at the registry. Looking is dependable where the file system tells of no changes, as on
 * network drives.
 */
const LOOK_MS = 300;

export interface WatchParts {
  readonly readReviewers: ReviewersReader;
  readonly read: RegistryReader;
  readonly seenFile: SeenFile;
  /** Is given who decides, at first and when that changes. */
  readonly onReviewers: (reviewers: Reviewers) => void;
  /** Is given what each look amounts to. */
  readonly onJudgement: (judgement: Judgement) => void;
  readonly log: Logger;
}

/** Looks at the registry, and at who decides, again and again. */
export interface RegistryWatch {
  /** Looks once. Never rejects: what cannot be read is refused. */
  look(): Promise<void>;
  /** Looks until it is stopped. */
  start(): void;
  stop(): Promise<void>;
}

export function watchRegistry(parts: WatchParts): RegistryWatch {
  const { readReviewers, read, seenFile, log } = parts;
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  let told = new Map<string, string>();
  let reviewers: Reviewers | undefined;
  /** As they were last read, so that what was counted of their policies is kept while something cannot be read. */
  let found: readonly FoundDossier[] = [];

  async function look(): Promise<void> {
    const judgement = await lookOnce();
    told = tell(judgement, told, log);
    parts.onJudgement(judgement);
  }

  async function lookOnce(): Promise<Judgement> {
    try {
      const current = await readReviewers();
      if (current !== reviewers) parts.onReviewers(current);
      reviewers = current;
      found = await read(reviewers);
      const judgement = judge(found, { reviewers, seen: seenFile.seen, now: new Date() });
      // What was seen is kept before anything is served by it.
      await seenFile.keep(judgement.seen);
      return judgement;
    } catch (error) {
      const { message: refusal } = error as Error;
      return { dossiers: found.map((one) => ({ ...one, standings: [] })), refusal, seen: seenFile.seen };
    }
  }

  return {
    look,
    start() {
      loop = (async () => {
        while (!stopping.signal.aborted) {
          await look();
          await sleep(LOOK_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
        }
      })();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

/** Logs what is refused, once for each reason. @returns what was told */
function tell(
  { dossiers, refusal }: Judgement,
  before: Map<string, string>,
  log: Logger,
): Map<string, string> {
  const now = new Map(dossiers.map((dossier) => [dossier.name, dossier.refusal]));
  now.set("", refusal);
  for (const [dossier, reason] of now) {
    if (reason === (before.get(dossier) ?? "")) continue;
    if (dossier === "" && reason === "") log.info("what is approved is served again");
    else if (dossier === "") log.error({ reason }, "nothing is served");
    else if (reason === "") log.info({ dossier }, "a dossier verifies again");
    else log.warn({ dossier, reason }, "nothing of a dossier is served");
  }
  return now;
}
