/** Records requests that wait for a server, so that a process that should stop can tell whether the server is stuck. */
export interface Waits {
  /**
   * Calls a function that waits for the server, and records the wait.
   * @param work - calls `heard` whenever the server has answered in part, from when on it waits anew
   */
  during<R>(work: (heard: () => void) => Promise<R>): Promise<R>;
  /** Seconds since the oldest wait began; 0 if there is none. */
  oldest(): number;
}

export function createWaits(): Waits {
  /** Start time of each wait, the oldest first. */
  const begun = new Map<symbol, number>();
  return {
    async during(work) {
      const wait = Symbol();
      const begin = () => {
        begun.delete(wait);
        begun.set(wait, performance.now());
      };
      begin();
      try {
        return await work(begin);
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
