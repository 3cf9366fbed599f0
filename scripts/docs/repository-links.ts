import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";

/** A link of a page to a file or folder of the repository that is no page of the site. */
export interface RepositoryLink {
  readonly page: string;
  /** From the repository's root. */
  readonly target: string;
}

const LINK = /\]\((?!https?:|#|\/|mailto:)([^)\s#]+)(?:#[^)]*)?\)/g;

/**
 * Links that leave the documentation's folder.
 * @param page - from the repository's root, such as docs/index.md
 */
export function repositoryLinks(page: string, markdown: string): RepositoryLink[] {
  return [...markdown.matchAll(LINK)]
    .map(([, link]) => ({ page, target: join(dirname(page), link).replace(/\/$/, "") }))
    .filter(({ target }) => relative("docs", target).startsWith(".."));
}

/**
 * Copies what pages link to, as text, to where the site serves it: docs/public/source/PATH.txt. Of a folder, a list of
 * its files.
 * @param root - the repository
 * @returns a sentence for each link whose target is not there
 */
export function copyLinked(root: string, links: readonly RepositoryLink[]): string[] {
  const out = join(root, "docs/public/source");
  rmSync(out, { recursive: true, force: true });
  return links.flatMap(({ page, target }) => {
    const source = join(root, target);
    if (!existsSync(source)) return [`${page}: expected a file of the repository, got a link to ${target}`];
    const copy = join(out, `${target}.txt`);
    mkdirSync(dirname(copy), { recursive: true });
    if (statSync(source).isDirectory()) writeFileSync(copy, `${readdirSync(source).join("\n")}\n`);
    else if (readFileSync(source).includes(0)) return [`${page}: expected a text, got a link to ${target}`];
    else cpSync(source, copy);
    return [];
  });
}
