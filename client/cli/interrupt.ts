import type { Transport } from "../remote/transport/transport.js";

/** Exit code of a run that was stopped, as after a signal. */
export const INTERRUPTED = 130;

/** Seconds without an answer after which a server is considered stuck. */
const STUCK_SECONDS = 1;
const LOOK_MILLISECONDS = 50;

/** The process's reaction to Ctrl-C. */
export interface Interrupt {
  /** Aborted when the process should stop at the next convenient moment. */
  readonly signal: AbortSignal;
  release(): void;
}

/** The first Ctrl-C lets the iteration finish. A second one, or one after `release`, stops at once. */
export function stopOnInterrupt(): Interrupt {
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

/**
 * Detects, after the process was asked to stop, that the iteration cannot finish because a server does not answer.
 * @param stuck - called once with the server and the seconds since its last answer
 * @returns a function that ends the watch
 */
export function watchForStuckServers(
  signal: AbortSignal,
  transports: readonly Transport[],
  stuck: (address: string, seconds: number) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearInterval(timer);
    signal.removeEventListener("abort", begin);
  };
  const begin = () => {
    const asked = performance.now();
    timer = setInterval(() => {
      const since = (performance.now() - asked) / 1000;
      const silent = transports.find(({ waits }) => Math.min(waits.oldest(), since) >= STUCK_SECONDS);
      if (silent === undefined) return;
      end();
      stuck(silent.address, silent.waits.oldest());
    }, LOOK_MILLISECONDS);
  };
  signal.addEventListener("abort", begin);
  return end;
}
