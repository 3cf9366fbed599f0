/** The end of an episode that another stream interrupted and waits for. */
export interface Interruption {
  end(): void;
  /** @param gone - also ends the wait */
  wait(gone?: AbortSignal): Promise<void>;
}

export function createInterruption(): Interruption {
  const over = new AbortController();
  return {
    end: () => over.abort(),
    async wait(gone) {
      const either = AbortSignal.any(gone === undefined ? [over.signal] : [over.signal, gone]);
      if (either.aborted) return;
      await new Promise((resolve) => either.addEventListener("abort", resolve, { once: true }));
    },
  };
}
