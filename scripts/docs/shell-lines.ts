/** A fenced block of Markdown. */
interface Fence {
  readonly language: string;
  readonly text: string;
  /** Of its first line, from 1. */
  readonly line: number;
}

/** A command as a document shows it. */
export interface ShownCommand {
  /** The words: the program first, without npx. */
  readonly words: readonly string[];
  /** Where it begins, from 1. */
  readonly line: number;
}

const SHELLS = ["sh", "bash", "shell", "console"];
const BETWEEN_COMMANDS = ["&&", "||", ";", "|", "&"];

/** Every command in the fenced shell blocks of a document, each part of a chain for itself. */
export function shownCommands(markdown: string): ShownCommand[] {
  return fences(markdown)
    .filter(({ language }) => SHELLS.includes(language))
    .flatMap(({ text, line }) => joinedLines(text, line))
    .flatMap(({ text, line }) => commandsOf(shellWords(text)).map((words) => ({ words, line })));
}

/** Code in a sentence, such as `caucus evaluate --episodes 50`, with its line. */
export function inlineCode(markdown: string): { readonly text: string; readonly line: number }[] {
  const lines = markdown.split("\n");
  let fenced = false;
  return lines.flatMap((text, i) => {
    if (/^\s*```/.test(text)) fenced = !fenced;
    return fenced ? [] : [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => ({ text: code, line: i + 1 }));
  });
}

function fences(markdown: string): Fence[] {
  const found: Fence[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  markdown.split("\n").forEach((text, i) => {
    const fence = /^\s*```\s*(\w*)/.exec(text);
    if (fence && open) {
      found.push({ language: open.language, text: open.lines.join("\n"), line: open.line });
      open = undefined;
    } else if (fence) open = { language: fence[1], lines: [], line: i + 2 };
    else open?.lines.push(text);
  });
  return found;
}

/** Lines that end in a backslash go on in the next. */
function joinedLines(block: string, first: number): { text: string; line: number }[] {
  const joined: { text: string; line: number }[] = [];
  let goesOn = false;
  block.split("\n").forEach((raw, i) => {
    const text = raw.replace(/\\$/, "");
    if (goesOn) joined.at(-1)!.text += text;
    else joined.push({ text, line: first + i });
    goesOn = raw.endsWith("\\");
  });
  return joined;
}

/** Words as a shell splits them, without comments; quotes hold words together. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/"[^"]*"|'[^']*'|&&|\|\||[;|&()]|[^\s"'&|;()]+/g)) {
    if (word.startsWith("#")) break;
    words.push(word.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return words;
}

function commandsOf(words: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (BETWEEN_COMMANDS.includes(word)) commands.push([]);
    else if (word !== "(" && word !== ")") commands.at(-1)!.push(word);
  }
  return commands.map(withoutPrefix).filter((command) => command.length > 0);
}

/** Without a prompt, variables that are set for the command, and npx. */
function withoutPrefix(command: string[]): string[] {
  const [first] = command;
  const isPrefix = first === "$" || first === "npx" || /^[A-Z_][A-Z0-9_]*=/.test(first ?? "");
  return isPrefix ? withoutPrefix(command.slice(1)) : command;
}
