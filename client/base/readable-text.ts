/** Control and format characters (such as those that change a line's direction), lone surrogates, line separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Number of characters that are shown of foreign text. */
const SHOWN = 1000;
const SHOWN_LINES = 50;

/**
 * Makes foreign text safe to print within a line: escapes what a terminal would interpret, and cuts long text.
 * @param limit - number of characters to show
 */
export function readable(text: string, limit = SHOWN): string {
  const shown = text.length <= limit ? text : text.slice(0, limit);
  const cut = shown.length < text.length ? `… (${text.length} characters)` : "";
  return shown.replace(INVISIBLE, visible) + cut;
}

/** Like `readable`, for text that may have several lines. */
export function readableLines(text: string): string {
  const lines = text.split("\n");
  const cut = lines.length > SHOWN_LINES ? [`… (${lines.length} lines)`] : [];
  return [...lines.slice(0, SHOWN_LINES).map((line) => readable(line, 4 * SHOWN)), ...cut].join("\n");
}

/** Whether text can be printed within a line as it is. */
export function isReadable(text: string): boolean {
  return readable(text) === text;
}

function visible(character: string): string {
  return ESCAPES[character] ?? `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
