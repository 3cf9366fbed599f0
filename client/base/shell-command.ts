/** Words that a POSIX shell takes as they are. */
const PLAIN = /^[\w@%+:,./-][\w@%+=:,./-]*$/;

/** A command as it is given to a shell, each word quoted where it must be. */
export function shellCommand(words: readonly (string | number)[]): string {
  return words.map((word) => shellWord(String(word))).join(" ");
}

/** Within single quotes nothing has a meaning but the quote itself. */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
