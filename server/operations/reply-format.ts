import type { InfoColumn } from "./infos.js";

/** The form of replies that a session's client asked for. */
export interface ReplyFormat {
  readonly infos: readonly InfoColumn[];
  readonly sparse: boolean;
}
