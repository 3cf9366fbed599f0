/**
 * Maximum lengths of a status's texts, in bytes of a header. Clients accept 8 KiB of headers, which hold the message
 * twice: percent-encoded, and in base64 together with where, expected and got.
 */
export const STATUS_BYTES = { message: 1024, where: 256, expected: 640, got: 640 } as const;

const ELLIPSIS = "…";
const ELLIPSIS_BYTES = headerBytes(ELLIPSIS);

/**
 * Cuts a text at a code point, so that it fits a header. Lone surrogates, which cannot be encoded, become U+FFFD.
 * @param maxBytes - limit for the percent-encoded text
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
