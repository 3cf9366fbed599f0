/** Number of characters that errors show of text that others wrote. */
const SHOWN = 80;

/** Text that others wrote, in quotes within an error: its invisible characters are escaped, and long text is cut. */
export function quoted(text: string): string {
  const shown = text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
  const visible = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`;
  return JSON.stringify(shown).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, visible);
}
