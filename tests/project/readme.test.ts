import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const DOCUMENTS = ["README.md", "CONTRIBUTING.md"];

const readme = readFileSync("README.md", "utf8");

test("the README's TypeScript runs as it stands", () => {
  const [, snippet] = readme.match(/```ts\n([\s\S]*?)```/) ?? [];
  // Within the package, so that its own name resolves.
  const folder = mkdtempSync(join("dist", "readme-"));
  const file = join(folder, "snippet.mjs");
  try {
    writeFileSync(file, `${snippet}\nconsole.log(rewards.length);\n`);
    expect(execFileSync(process.execPath, [file], { encoding: "utf8" })).toBe("100\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(DOCUMENTS)("%s names files that exist", (document) => {
  const links = [...readFileSync(document, "utf8").matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  const missing = links.filter((target) => !target.startsWith("http") && !existsSync(target));
  expect(links.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test("the README's flags are ones that caucus train has", () => {
  const help = execFileSync(process.execPath, ["dist/client/cli/main.js", "train", "--help"], {
    encoding: "utf8",
  });
  const server = execFileSync(process.execPath, ["dist/server/cli/main.js", "--help"], { encoding: "utf8" });
  const flags = new Set([...readme.matchAll(/--(?:no-)?([a-z][a-z-]+)/g)].map(([, name]) => name));
  const others = ["run", "episodes", "seeds", "only"];
  const unknown = [...flags].filter(
    (name) => !`${help}${server}`.includes(`--${name}`) && !others.includes(name),
  );
  expect(unknown).toEqual([]);
});
