import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** For services inside other programs, which have not said where to log. */
export const silentLog: Logger = pino({ enabled: false });
