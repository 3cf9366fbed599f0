/**
 * How long the texts of a status may be, in bytes as a header has them. A client takes 8 KiB of headers, which hold the
 * message twice: percent-encoded, and in base64 beside where, expected and got.
 */
export const STATUS_BYTES = { message: 1024, where: 256, expected: 640, got: 640 } as const;

const ELLIPSIS = "…";
const ELLIPSIS_BYTES = headerBytes(ELLIPSIS);

/**
 * Cuts a text at a code point, so that a header can hold it. Halves of surrogate pairs, which cannot be encoded, become
 * U+FFFD.
 * @param maxBytes - of the text with its percent-encoding
 */
export function clipText(text: string, maxBytes: number): string {
  let bytes = 0;
  let length = 0;
  let whole = 0;
  for (const character of text) {
    bytes += headerBytes(character.toWellFormed());
    if (bytes > maxBytes) return `${text.slice(0, whole).toWellFormed()}${ELLIPSIS}`;
    length += character.length;
    if (bytes <= maxBytes - ELLIPSIS_BYTES) whole = length;
  }
  return text.toWellFormed();
}

/** @param character - one code point */
function headerBytes(character: string): number {
  return encodeURI(character).length;
}
