import { Event, SessionLog_SessionStatus as SessionStatus } from "../../formats/gen/tensorboard.js";

/** A number with its name in TensorBoard. */
export type Scalar = readonly [tag: string, value: number];

/** Content of an event: the file's version, the start of a session, or scalars of one step. */
export type EventContent =
  | { readonly fileVersion: string }
  | { readonly sessionStart: true }
  | { readonly scalars: readonly Scalar[] };

/**
 * A TensorFlow `Event`.
 * @param wallTime - seconds since 1970
 * @param step - a whole number
 */
export function encodeEvent(wallTime: number, step: number, content: EventContent): Uint8Array {
  return Event.encode({ wallTime, step, what: whatOf(content) }).finish();
}

function whatOf(content: EventContent): Event["what"] {
  if ("fileVersion" in content) return { $case: "fileVersion", value: content.fileVersion };
  if ("sessionStart" in content) {
    return { $case: "sessionLog", value: { status: SessionStatus.START } };
  }
  const value = content.scalars.map(([tag, number]) => ({
    tag,
    value: { $case: "simpleValue", value: number } as const,
  }));
  return { $case: "summary", value: { value } };
}
