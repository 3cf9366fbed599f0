/** Exit code of a run that was stopped, as after a signal. */
export const INTERRUPTED = 130;

/** Ctrl-C, once: finish the iteration; twice, or after release: stop at once. */
export function stopOnInterrupt(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    console.error("\nStopping after this iteration; press Ctrl-C again to stop at once.");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const release = () => void process.off("SIGINT", stop).off("SIGTERM", stop);
  return { signal: controller.signal, release };
}
