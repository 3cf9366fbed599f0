import type { policies } from "../../proto/index.js";
import type { Logger } from "../../serving/base/log.js";

type Alarm = policies.Alarm;

/** What was noticed in use. */
export interface Alarms {
  /** Raises an alarm, once for each policy and subject. */
  raise(alarm: Omit<Alarm, "raisedAt">, subject: string): void;
  /** Oldest first. */
  list(): Alarm[];
}

/** Alarms that are kept; more only if policies come and go for long. */
const MOST = 1000;

export function createAlarms(log: Logger): Alarms {
  const raised = new Map<string, Alarm>();
  return {
    raise(alarm, subject) {
      const key = `${alarm.policy} ${alarm.kind} ${subject}`;
      if (raised.has(key) || raised.size >= MOST) return;
      raised.set(key, { ...alarm, raisedAt: new Date().toISOString() });
      log.warn({ policy: alarm.policy }, `alarm: ${alarm.message}`);
    },
    list: () => [...raised.values()],
  };
}
