import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("..", import.meta.url));

/** Where the site is served from, such as "/caucus/". */
const base = process.env.DOCS_BASE ?? "/";

/** The first heading of a page. */
function titleOf(file) {
  return /^# (.*)$/m.exec(readFileSync(join(docs, file), "utf8"))?.[1].replaceAll("`", "") ?? file;
}

/** A section of the side bar: these pages first, in this order, then the rest of the folder. */
function section(text, folder, first) {
  const all = readdirSync(join(docs, folder)).filter((name) => name.endsWith(".md") && name !== "index.md");
  const names = [...first.map((name) => `${name}.md`), ...all.sort()];
  const items = [...new Set(names)].map((name) => ({
    text: titleOf(`${folder}/${name}`),
    link: `/${folder}/${name.replace(/\.md$/, "")}`,
  }));
  return { text, collapsed: false, items };
}

/** Links to files of the repository lead to copies of them, which `npm run docs` makes: see scripts/docs/repository-links.ts. */
function linkRepositoryFiles(md) {
  md.core.ruler.push("repository-files", ({ tokens, env }) => {
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "link_open");
    for (const link of links) {
      const [path] = link.attrGet("href").split("#");
      if (path === "" || /^([a-z]+:|\/)/.test(path)) continue;
      const target = relative(docs, join(docs, dirname(env.relativePath), decodeURI(path)));
      if (!target.startsWith("..")) continue;
      link.attrSet("href", `/source/${relative("..", target)}.txt`);
      link.attrSet("target", "_blank");
    }
  });
}

// biome-ignore lint/style/noDefaultExport: VitePress reads the default export.
export default {
  title: "Caucus",
  description: "Trains k policies that represent n people.",
  base,
  outDir: join(docs, ".vitepress/dist"),
  markdown: { config: linkRepositoryFiles },
  // The search index and the contract's page are large.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Tutorials", link: "/tutorials/first-run" },
      { text: "How-to", link: "/how-to/train" },
      { text: "Reference", link: "/reference/" },
      { text: "Explanation", link: "/explanation/algorithms" },
    ],
    sidebar: [
      section("Tutorials", "tutorials", [
        "first-run",
        "from-trained-to-trusted",
        "your-environment",
        "another-learner",
      ]),
      section("How-to", "how-to", [
        "train",
        "resume",
        "serve",
        "assess",
        "review",
        "serve-policies",
        "experiments",
      ]),
      section("Reference", "reference", [
        "settings",
        "command-line",
        "environments",
        "records",
        "errors",
        "contract",
        "policies-contract",
      ]),
      ...(existsSync(join(docs, "reference/api")) ? [{ text: "API", link: "/reference/api/" }] : []),
      section("Explanation", "explanation", ["algorithms", "environments", "results"]),
    ],
  },
};
