/** Controls, formats such as those that turn a line's direction, lone surrogates, and separators of lines. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Of others' text, so many characters are shown. */
const SHOWN = 1000;
const SHOWN_LINES = 50;

/**
 * Text that others wrote, as a part of a line: what a terminal would obey is made visible, and what is long is cut.
 * @param limit - characters that are shown
 */
export function readable(text: string, limit = SHOWN): string {
  const shown = text.length <= limit ? text : text.slice(0, limit);
  const cut = shown.length < text.length ? `… (${text.length} characters)` : "";
  return shown.replace(INVISIBLE, visible) + cut;
}

/** The same of text that may have several lines. */
export function readableLines(text: string): string {
  const lines = text.split("\n");
  const cut = lines.length > SHOWN_LINES ? [`… (${lines.length} lines)`] : [];
  return [...lines.slice(0, SHOWN_LINES).map((line) => readable(line, 4 * SHOWN)), ...cut].join("\n");
}

/** Whether it can stand in a line as it is. */
export function isReadable(text: string): boolean {
  return readable(text) === text;
}

function visible(character: string): string {
  return ESCAPES[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
