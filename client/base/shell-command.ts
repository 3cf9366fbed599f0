/** Words that need no quotes in a POSIX shell. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** A command line for a shell, with quotes where words need them. */
export function shellCommand(words: readonly (string | number)[]): string {
  return words.map((word) => shellWord(String(word))).join(" ");
}

/** A word for a shell, in single quotes if needed. Within them only the quote itself has a meaning. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
