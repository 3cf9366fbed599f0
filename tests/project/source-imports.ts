/**
 * What a TypeScript source imports, read from its text.
 * Understands `import`/`export … from`, side-effect and dynamic imports, `require`, and `new URL(…, import.meta.url)`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface SourceImport {
  specifier: string;
  /** Erased by the compiler: `import type` or `export type`. A `{ type A }` inside braces still loads the module. */
  typeOnly: boolean;
  /** Named by `new URL(…, import.meta.url)`: for a worker or a program, say. */
  isUrl: boolean;
}

const COMMENT = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const STRING = ['"', "'", "`"].map((quote) => `${quote}(?:\\\\.|[^${quote}\\\\\n])*${quote}`).join("|");
const COMMENT_OR_STRING = new RegExp(`${COMMENT}|${STRING}`, "g");

const FROM =
  /(?<![\w$.])(?:import|export)\s+(?<type>type\s(?!\s*from\b))?[\w$\s,{}*]*?\bfrom\s*"(?<index>\d+)"/g;
const SIDE_EFFECT = /(?<![\w$.])import\s*"(?<index>\d+)"/g;
const CALL = /(?<![\w$.])(?:import|require|require\.resolve)\s*\(\s*"(?<index>\d+)"/g;
const URL_OF_MODULE = /\bnew URL\(\s*"(?<index>\d+)"\s*,\s*import\.meta\.url/g;

/** The code without its comments, with each string on one line replaced by its index in `strings`. */
export function codeOf(source: string): { code: string; strings: string[] } {
  const strings: string[] = [];
  const code = source.replace(COMMENT_OR_STRING, (token) => {
    if (token.startsWith("/")) return " ";
    return `"${strings.push(token.slice(1, -1)) - 1}"`;
  });
  return { code, strings };
}

export function importsOf(source: string): SourceImport[] {
  const { code, strings } = codeOf(source);
  const find = (pattern: RegExp, isUrl = false) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: strings[Number(match.groups!.index)],
      typeOnly: match.groups!.type !== undefined,
      isUrl,
    }));
  return [...find(FROM), ...find(SIDE_EFFECT), ...find(CALL), ...find(URL_OF_MODULE, true)];
}

/** The name of the npm package that a specifier names, or undefined for a file, a Node module or our own name. */
export function packageOf(specifier: string): string | undefined {
  if (/^(\.|\/|#|node:|file:|data:)/.test(specifier)) return undefined;
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

/** The TypeScript sources below the folders, as paths from the repository's root with forward slashes. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/")),
  );
}

export const readSource = (path: string): string => readFileSync(path, "utf8");
