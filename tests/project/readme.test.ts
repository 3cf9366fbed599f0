import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const DOCUMENTS = ["README.md", "CONTRIBUTING.md", "client/jit/README.md"];

const readme = readFileSync("README.md", "utf8");

const COMPILE = [
  "--ignoreConfig",
  "--strict",
  "--skipLibCheck",
  "--target",
  "es2023",
  "--module",
  "nodenext",
];

test.each([
  ["README.md", "rewards.length", "100"],
  ["client/jit/README.md", "loss < 1e-3", "true"],
])("the TypeScript of %s compiles and runs as it stands", (document, expression, result) => {
  const [, snippet] = readFileSync(document, "utf8").match(/```ts\n([\s\S]*?)```/) ?? [];
  // Within the package, so that its own name resolves.
  const folder = mkdtempSync(join("dist", "readme-"));
  const file = join(folder, "snippet");
  const run = (script: string, ...args: string[]) =>
    execFileSync(process.execPath, [script, ...args], { encoding: "utf8" });
  try {
    writeFileSync(`${file}.mts`, `${snippet}\nconsole.log(${expression});\n`);
    run("node_modules/typescript/bin/tsc", ...COMPILE, `${file}.mts`);
    expect(run(`${file}.mjs`).trim().split("\n").at(-1)).toBe(result);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(DOCUMENTS)("%s names files that exist", (document) => {
  const links = [...readFileSync(document, "utf8").matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
  const missing = links.filter(
    (target) => !target.startsWith("http") && !existsSync(join(dirname(document), target)),
  );
  expect(links.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test("the README's flags are ones that the programs have", () => {
  const helpOf = (command: string) =>
    execFileSync(process.execPath, ["dist/client/cli/main.js", command, "--help"], { encoding: "utf8" });
  const help = ["train", "cover", "evaluate", "figures", "export", "replay", "experiment"]
    .map(helpOf)
    .join("\n");
  const server = execFileSync(process.execPath, ["dist/server/cli/main.js", "--help"], { encoding: "utf8" });
  const flags = new Set([...readme.matchAll(/--(?:no-)?([a-z][a-z-]+)/g)].map(([, name]) => name));
  const others = ["only", "peers", "rounds", "first-seed", "logdir"];
  const unknown = [...flags].filter(
    (name) => !`${help}${server}`.includes(`--${name}`) && !others.includes(name),
  );
  expect(unknown).toEqual([]);
});
