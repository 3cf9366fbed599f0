import { sizeOf } from "../../jit/nd-array.js";
import type { ParameterLayout } from "./parameters.js";

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

/** What the names of a revision's shared parameters begin with. */
export function revisionPrefix(revision: number): string {
  return revision === 0 ? "" : `revision${revision}/`;
}

/**
 * Which numbers of θ are trained: 1 for the latest revision's trunk and the rows of its representatives, otherwise 0.
 * @returns [P]
 */
export function trainedParameters(layout: ParameterLayout, revisions: Revisions): Float32Array {
  const trained = areTrained(revisions);
  const prefix = revisionPrefix(latestRevision(revisions));
  return Float32Array.from(
    layout.flatMap(({ name, shape, ownRows }) => {
      const size = sizeOf(shape);
      if (!ownRows) return new Array<number>(size).fill(name.startsWith(prefix) ? 1 : 0);
      const row = size / revisions.length;
      return Array.from({ length: size }, (_, i) => (trained[Math.floor(i / row)] ? 1 : 0));
    }),
  );
}
