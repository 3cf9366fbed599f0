import {
  type CheckedDossier,
  type Decision,
  listDossiers,
  type RegistryEntry,
  type Reviewers,
  readDecisions,
  readDossier,
} from "../../approval/index.js";
import { type Fingerprint, fingerprintOf } from "./fingerprint.js";

/** A dossier whose files and decisions were verified. */
export interface VerifiedDossier {
  readonly checked: CheckedDossier;
  /** In their order. */
  readonly decisions: readonly Decision[];
}

/** A directory of the registry. */
export interface FoundDossier {
  readonly name: string;
  /** Undefined if something in it does not verify. */
  readonly verified?: VerifiedDossier;
  /** What does not; "" if all does. */
  readonly refusal: string;
}

/**
 * Reads the whole registry, whose decisions these reviewers may sign. Directories in which nothing changed are not read
 * again, unless the reviewers changed.
 */
export type RegistryReader = (reviewers: Reviewers) => Promise<FoundDossier[]>;

export function createRegistryReader(registry: string): RegistryReader {
  let known = new Map<string, { readonly text: string; readonly found: FoundDossier }>();
  let knownReviewers: Reviewers | undefined;

  async function look(
    entry: RegistryEntry,
    reviewers: Reviewers,
  ): Promise<[string, { text: string; found: FoundDossier }]> {
    const { name, path } = entry;
    // It is taken before the files are read, so that a change while they are read is noticed next time.
    const print = await fingerprintOf(path).catch((error: Error) => unreadable(error));
    const before = known.get(name);
    const found = before?.text === print.text ? before.found : await readOne(entry, reviewers);
    return [name, { text: print.settled ? print.text : "", found }];
  }

  return async (reviewers) => {
    if (reviewers !== knownReviewers) known = new Map();
    knownReviewers = reviewers;
    const entries = await listDossiers(registry);
    known = new Map(await Promise.all(entries.map((entry) => look(entry, reviewers))));
    return [...known.values()].map(({ found }) => found);
  };
}

/** A directory that cannot be looked at is read each time, which says why. */
function unreadable(error: Error): Fingerprint {
  return { text: `${error.message} ${Math.random()}`, settled: false };
}

async function readOne({ name, path }: RegistryEntry, reviewers: Reviewers): Promise<FoundDossier> {
  try {
    const checked = await readDossier(path);
    const decisions = await readDecisions(checked, reviewers);
    return { name, verified: { checked, decisions }, refusal: "" };
  } catch (error) {
    return { name, refusal: (error as Error).message };
  }
}
