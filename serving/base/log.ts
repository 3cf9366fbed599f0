import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** The log of services inside other programs that give no log. */
export const silentLog: Logger = pino({ enabled: false });
