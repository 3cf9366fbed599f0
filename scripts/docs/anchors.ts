import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const LINK = /href="(?!https?:|mailto:)([^"#]*)#([^"]+)"/g;
const ID = /\sid="([^"]+)"/g;

/**
 * Links of a built site to anchors that do not exist; VitePress checks only that pages exist.
 * @param site - its folder
 * @param base - where it is served from, such as "/"
 * @returns a sentence for each
 */
export function deadAnchors(site: string, base: string): string[] {
  const pages = new Map(htmlFiles(site).map((file) => [relative(site, file), readFileSync(file, "utf8")]));
  const ids = new Map(
    [...pages].map(([page, html]) => [page, new Set([...html.matchAll(ID)].map(([, id]) => id))]),
  );
  return [...pages].flatMap(([page, html]) => {
    const dead = [...html.matchAll(LINK)].filter(([, path, anchor]) => {
      const known = ids.get(targetOf(page, path, base));
      return known !== undefined && !known.has(decodeURIComponent(anchor));
    });
    return dead.map(([, path, anchor]) => `${page}: expected a heading, got a link to ${path}#${anchor}`);
  });
}

/** The page that a path leads to, from the site's folder. */
function targetOf(page: string, path: string, base: string): string {
  if (path === "") return page;
  const target = path.startsWith(base) ? path.slice(base.length) : join(dirname(page), path);
  return target === "" || target.endsWith("/") ? `${target}index.html` : target;
}

function htmlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return htmlFiles(path);
    return entry.name.endsWith(".html") ? [path] : [];
  });
}
