/** What is being waited for of a server, so that who is asked to stop knows whether it is stuck. */
export interface Waits {
  /** Does something for which a server is waited for. */
  during<R>(work: () => Promise<R>): Promise<R>;
  /** How long the oldest wait has lasted, in seconds; 0 where there is none. */
  oldest(): number;
}

export function createWaits(): Waits {
  /** When each began, the oldest first. */
  const begun = new Map<symbol, number>();
  return {
    async during(work) {
      const wait = Symbol();
      begun.set(wait, performance.now());
      try {
        return await work();
      } finally {
        begun.delete(wait);
      }
    },
    oldest() {
      const [first] = begun.values();
      return first === undefined ? 0 : (performance.now() - first) / 1000;
    },
  };
}
