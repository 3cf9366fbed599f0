/** A timer that calls a function once unless it is stopped in time. */
export interface Alarm {
  /** Restarts the timer with a number of seconds. */
  restart(seconds: number): void;
  stop(): void;
}

/**
 * Extra milliseconds after the deadline. A busy learner's timers fire before it reads messages that arrived in the
 * meantime, so an answer may be there when the timer fires.
 */
const GRACE = 1000;

/** @param ring - called with the number of seconds that the timer was set to */
export function createAlarm(ring: (seconds: number) => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  return {
    restart(seconds) {
      stop();
      timer = setTimeout(() => {
        timer = setTimeout(() => ring(seconds), GRACE);
      }, 1000 * seconds);
    },
    stop,
  };
}
