import type { Transport } from "../remote/transport/transport.js";

/** Exit code of a run that was stopped, as after a signal. */
export const INTERRUPTED = 130;

/** A server that has not answered for so long will not soon; in seconds. */
const STUCK_SECONDS = 1;
const LOOK_MILLISECONDS = 50;

/** How a process is told to stop. */
export interface Interrupt {
  /** To stop when there is a good moment. */
  readonly signal: AbortSignal;
  release(): void;
}

/** Ctrl-C, once: finish the iteration; twice, or after release: stop at once. */
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
 * Once told to stop, notices whether the iteration cannot be finished, as a server that is waited for does not answer.
 * @param stuck - told once of the server, and for how long it has not answered, in seconds
 * @returns what ends the watch
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
