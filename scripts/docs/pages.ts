import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A Markdown file. */
export interface Page {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly markdown: string;
}

/** Folders that are not ours, or are generated from other files. */
const SKIPPED = ["node_modules", ".vitepress", "public", "api"];

/**
 * The Markdown files in a folder and in those below it.
 * @param root - the repository
 */
export function pagesIn(root: string, folder: string): Page[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : pagesIn(root, path);
    return entry.name.endsWith(".md") ? [readPage(root, path)] : [];
  });
}

/** @param path - from the repository's root */
export function readPage(root: string, path: string): Page {
  return { path, markdown: readFileSync(join(root, path), "utf8") };
}
