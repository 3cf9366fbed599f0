/** A name may have one mistake for every this many letters and still count as meant. */
const LETTERS_A_MISTAKE = 3;

/**
 * The known name that was probably meant by an unknown one. Hyphens and the like between words do not count.
 * @returns undefined if no known name is close
 */
export function closestName(given: string, known: readonly string[]): string | undefined {
  const plain = plainName(given);
  let closest: string | undefined;
  let least = Math.floor(plain.length / LETTERS_A_MISTAKE) + 1;
  for (const name of known) {
    const distance = editDistance(plain, plainName(name), least);
    if (distance >= least) continue;
    least = distance;
    closest = name;
  }
  return closest;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

/**
 * The optimal string alignment distance (Damerau 1964): the number of letters to insert, delete or change, and of
 * neighbours to swap, to turn a into b.
 * @param limit - distances of at least this need not be exact
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
