import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { fieldTag, writeMessage } from "../../base/protobuf-fields.js";

/** A number with the name it has in TensorBoard. */
export type Scalar = readonly [tag: string, value: number];

/** What an event is about: the file's version, a (re)start, or scalars of one step. */
export type EventContent =
  | { readonly fileVersion: string }
  | { readonly sessionStart: true }
  | { readonly scalars: readonly Scalar[] };

/** The field of `Event` and the value of `SessionLog.SessionStatus` that tell of a start. */
const SESSION_LOG = 7;
const START = 1;

/**
 * A TensorFlow `Event`, by the numbers of its event.proto and summary.proto.
 * @param wallTime - seconds since 1970
 * @param step - a whole number
 */
export function encodeEvent(wallTime: number, step: number, content: EventContent): Uint8Array {
  const writer = new BinaryWriter();
  writer.uint32(fieldTag(1, "fixed64")).double(wallTime);
  writer.uint32(fieldTag(2, "varint")).int64(step);
  if ("fileVersion" in content) {
    writer.uint32(fieldTag(3, "bytes")).string(content.fileVersion);
  } else if ("sessionStart" in content) {
    writeMessage(writer, SESSION_LOG, () => writer.uint32(fieldTag(1, "varint")).int32(START));
  } else {
    writeMessage(writer, 5, () => {
      for (const scalar of content.scalars) writeMessage(writer, 1, () => writeScalar(writer, scalar));
    });
  }
  return writer.finish();
}

/** A `Summary.Value`. */
function writeScalar(writer: BinaryWriter, [tag, value]: Scalar): void {
  writer.uint32(fieldTag(1, "bytes")).string(tag);
  writer.uint32(fieldTag(2, "fixed32")).float(value);
}
