/**
 * What is made once, at the first call, and shared by all; tried again at the next call if it failed.
 * @param make - what it takes
 */
export function createShared<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    if (made !== undefined) return made;
    const attempt = make();
    made = attempt;
    attempt.catch(() => {
      made = undefined;
    });
    return attempt;
  };
}
