import { loadReviewers, type Reviewers } from "../../approval/index.js";

/** Who decides, as the file says now. The same object comes again as long as nothing of it changes. */
export type ReviewersReader = () => Promise<Reviewers>;

/**
 * @param file - the reviewers' file
 * @param registry - in which neither the file nor its keys may lie
 */
export function createReviewersReader(file: string, registry: string): ReviewersReader {
  let known: Reviewers | undefined;
  return async () => {
    const read = await loadReviewers(file, registry);
    if (known === undefined || textOf(read) !== textOf(known)) known = read;
    return known;
  };
}

/** All that decisions depend on: an id is a digest of its key. */
function textOf({ required, reviewers }: Reviewers): string {
  return JSON.stringify([required, reviewers.map(({ name, keyid, retired }) => [name, keyid, retired])]);
}
