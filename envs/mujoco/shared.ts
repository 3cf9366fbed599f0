/**
 * Returns a function whose first call makes a value that all calls share. After a failure, the next call tries again.
 * @param make - makes the value
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
