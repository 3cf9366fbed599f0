import { areTrained, latestRevision, type Revisions } from "../../base/revisions.js";
import { sizeOf } from "../../jit/nd-array.js";
import type { ParameterLayout } from "./parameters.js";

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
