/**
 * The revision that trained each representative, [k]: 0 for the first training of all. Only representatives of the
 * latest revision are trained; others stay as they are, bit for bit. The representatives of a revision share a trunk.
 */
export type Revisions = readonly number[];

export function latestRevision(revisions: Revisions): number {
  return Math.max(...revisions);
}

/** Whether each representative is trained, [k]. */
export function areTrained(revisions: Revisions): boolean[] {
  const latest = latestRevision(revisions);
  return revisions.map((revision) => revision === latest);
}
