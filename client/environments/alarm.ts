/** Rings once if nobody stops it in time. */
export interface Alarm {
  /** From now on, with all its time. */
  restart(): void;
  stop(): void;
}

/**
 * A learner that was busy hears what came meanwhile only after its timers, so that late is not yet too late; in
 * milliseconds.
 */
const GRACE = 1000;

export function createAlarm(seconds: number, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  return {
    restart() {
      stop();
      timer = setTimeout(() => {
        timer = setTimeout(ring, GRACE);
      }, 1000 * seconds);
    },
    stop,
  };
}
