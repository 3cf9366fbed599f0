/** Rings once if nobody stops it in time. */
export interface Alarm {
  /** To ring in so many seconds. */
  restart(seconds: number): void;
  stop(): void;
}

/**
 * A learner that was busy hears what came meanwhile only after its timers, so that late is not yet too late; in
 * milliseconds.
 */
const GRACE = 1000;

/** @param ring - told of how many seconds it was */
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
