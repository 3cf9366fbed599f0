// What the documents show: code that compiles and runs, commands that run, files that exist.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { wrongCommands } from "../../scripts/docs/check-commands.js";
import { pagesIn, readPage } from "../../scripts/docs/pages.js";
import { readPrograms } from "../../scripts/docs/programs.js";
import { shownCommands } from "../../scripts/docs/shell-lines.js";
import { runCaucus, startServerProcess } from "../client/cli/support/program.js";
import { scratch } from "../client/runs/support/scratch.js";

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "python/README.md",
  "client/jit/README.md",
  "examples/driving/README.md",
  "examples/glucose/README.md",
];

const readme = readFileSync("README.md", "utf8");
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

const COMPILE = [
  "--ignoreConfig",
  "--strict",
  "--skipLibCheck",
  "--target",
  "es2023",
  "--module",
  "nodenext",
];

test("the README has at most 200 lines", () => {
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(200);
});

test.each([
  ["docs/how-to/typescript.md", "rewards.length", "100"],
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

test("the documents name files that exist", () => {
  const pages = [...DOCUMENTS.map((path) => readPage(".", path)), ...pagesIn(".", "docs")];
  const links = pages.flatMap(({ path, markdown }) =>
    [...markdown.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => join(dirname(path), target)),
  );
  // What `npm run docs` makes of the code.
  const generated = /^docs\/reference\/(?!index\.md)/;
  const missing = links.filter(
    (target) => !/https?:/.test(target) && !generated.test(target) && !existsSync(target),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

test("the documents show commands and flags that the programs have", async () => {
  const known = { programs: await readPrograms("."), scripts: Object.keys(manifest.scripts) };
  const pages = [...DOCUMENTS.map((path) => readPage(".", path)), ...pagesIn(".", "docs")];
  expect(pages.flatMap(({ path, markdown }) => wrongCommands(path, markdown, known))).toEqual([]);
});

/** Where commands run that no test can: they install packages, or are these very tests. The file has the text. */
const RUN_ELSEWHERE: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "npm test": [".ci/run", "npm test --"],
  "pip install ./python": [".ci/run", "./python[dev]"],
  "npm pack": ["scripts/check-package.sh", "npm pack "],
  [`npm install ../caucus/caucus-${manifest.version}.tgz`]: ["scripts/check-package.sh", "./caucus-*.tgz"],
  "cd ../my-project": ["scripts/check-package.sh", 'cd "$project"'],
  "cd python/examples": ["python/tests/test_examples.py", "cwd=EXAMPLES"],
  "python -m caucus.serve street:Street": [
    "python/tests/test_examples.py",
    '"caucus.serve", "street:Street"',
  ],
};

const shown = shownCommands(readme).map(({ words }) => words.join(" "));
const ours = shown.filter((command) => /^(caucus|npm start)/.test(command));

test("every other command of the README runs in CI", () => {
  const others = shown.filter((command) => !ours.includes(command));
  expect(others.toSorted()).toEqual(Object.keys(RUN_ELSEWHERE).toSorted());
  for (const [file, text] of Object.values(RUN_ELSEWHERE)) expect(readFileSync(file, "utf8")).toContain(text);
});

/** So little that a command ends in seconds. */
const SHORT: Readonly<Record<string, string>> = {
  train:
    "--transitions 512 --batch-size 256 --epochs 1 --hidden-sizes 8 --evaluation-episodes 1 --max-episode-steps 40",
  evaluate: "--episodes 1 --max-episode-steps 40",
  replay: "--steps 20",
  export: "",
};

/** Milliseconds, on a machine with much else to do. */
const PATIENCE = 400_000;

test(
  "the README's own commands run, one after the other",
  async () => {
    const cwd = await scratch();
    await mkdir(join(cwd, "node_modules"));
    await symlink(resolve("."), join(cwd, "node_modules/caucus"), "dir");
    await cp("dist/envs/examples/thermostat.js", join(cwd, "my-env.mjs"));
    const server = await startServerProcess();
    const run = async (command: string) => {
      const words = command.replace("localhost:50051", server.address).split(" ").slice(1);
      const ended = await runCaucus(cwd, shortened(words));
      expect(ended, `${command}: ${ended.stderr}`).toMatchObject({ code: 0 });
    };
    expect(ours.length).toBeGreaterThanOrEqual(8);
    for (const command of ours) {
      if (command.startsWith("caucus-server")) checkServer(command);
      else if (command === "npm start") await run(`caucus ${quickstart()}`);
      else await run(command);
    }
  },
  PATIENCE,
);

/** The command with a small job's values in place of its own. */
function shortened([command, ...words]: readonly string[]): string[] {
  const short = SHORT[command].split(" ").filter(Boolean);
  const kept = words.filter((word, i) => !short.includes(word) && !short.includes(words[i - 1] ?? ""));
  return [command, ...kept, ...short];
}

/** What `npm start` runs once it has installed and built. */
function quickstart(): string {
  const [, words, file] = /main\.js (train --config) (.*)$/.exec(manifest.scripts.start)!;
  return `${words} ${resolve(file)}`;
}

/** A server with these flags tries all that it would serve, and ends. */
function checkServer(command: string): void {
  const flags = command.replace("50051", "0").split(" ").slice(1);
  const done = execFileSync(process.execPath, ["dist/server/cli/main.js", ...flags, "--check"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(done).toContain("half-cheetah: works");
}
