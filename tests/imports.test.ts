// The import rules: the server is free of the learner, the maths of everything else, and imports go one way only.
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { circlesOf, type Graph } from "./project/circles.js";
import {
  codeOf,
  importsOf,
  packageOf,
  readSource,
  type SourceImport,
  sourceFiles,
} from "./project/source-imports.js";

interface Rule {
  /** The folders whose modules may be loaded. */
  loads: string[];
  /** The folders of which only types may be imported. */
  types: string[];
  /** Whether a package, or a module of Node, may be imported. */
  packages: (name: string) => boolean;
}

const FOLDERS = ["envs", "proto", "approval", "serving", "server", "policies", "client"];
/** Import what users name. */
const LOADERS = ["server/own-environments/import-module.ts", "client/base/import-module.ts"];
const PROGRAMS = ["client/cli/main.js", "server/cli/main.js", "policies/cli/main.js"];
const anyPackage = () => true;
const notTensorFlow = (name: string) => !name.startsWith("@tensorflow/");

/** The first rule whose folder holds the file applies. */
const RULES: Record<string, Rule> = {
  "client/ops": {
    loads: ["client/ops"],
    types: [],
    packages: (name) => /^@tensorflow\/tfjs(-core)?$/.test(name),
  },
  envs: { loads: ["envs"], types: [], packages: notTensorFlow },
  proto: { loads: ["proto"], types: ["envs"], packages: notTensorFlow },
  // What an approval is worth must not depend on who made or who serves a policy.
  approval: { loads: ["approval"], types: [], packages: notTensorFlow },
  // What servers have in common knows none of them.
  serving: { loads: ["serving", "envs", "proto"], types: [], packages: notTensorFlow },
  server: { loads: ["server", "serving", "envs", "proto"], types: [], packages: notTensorFlow },
  policies: {
    loads: ["policies", "serving", "approval", "envs", "proto"],
    types: [],
    packages: notTensorFlow,
  },
  // Random numbers are one thing, wherever they are drawn; the rest of envs a learner must not run.
  client: { loads: ["client", "proto", "approval", "envs/rng.js"], types: ["envs"], packages: anyPackage },
};

/**
 * Folders, and files that stand beside folders, in the order in which they build on each other: each may import, of its
 * own part, itself and those above it. The longest that holds a file is the file's.
 */
const LAYERS: Record<string, readonly string[]> = {
  envs: [""],
  proto: [""],
  approval: [""],
  serving: ["base", "security", "models", "monitoring", "grpc", "cli"],
  server: [
    ...["base", "metrics", "messages", "threads", "python"],
    ...["builtin-environments.ts", "own-environments", "catalog", "policies", "shards"],
    ...["operations", "sessions", "interaction", "dm-env-rpc", "service.ts"],
    ...["monitoring", "grpc", "cli", "index.ts"],
  ],
  policies: [
    ...["base", "state", "models", "population", "watching", "registry", "catalog", "people", "audit"],
    ...["acting", "assignment", "inference", "status.ts", "service.ts", "hosting.ts", "monitoring"],
    ...["grpc", "cli"],
  ],
  client: [
    ...["base", "formats", "tables", "ops", "theory", "jit", "engines"],
    ...["assignment/clustering", "assignment/covers", "assignment/unseen", "assignment/assigners"],
    ...["config", "records", "remote/transport", "remote/environments", "remote/policies"],
    ...["learner/model", "learner/rollout", "learner/update", "learner/representatives", "learner/utilities"],
    ...[
      "learner/learner.ts",
      "learner/checkpoint.ts",
      "learner/revision.ts",
      "learner/welfare",
      "learner/search",
      "learner/play",
    ],
    ...["learner/metrics.ts", "learner/train.ts"],
    ...["run/checkpoint", "run/tensorboard", "run", "figures", "html", "replay", "assess"],
    ...["experiments/plan", "experiments/execute", "experiments/report", "experiments"],
    ...["cli", "index.ts"],
  ],
};

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** Everything in one file that breaks a rule, each as "file: what". */
function violations(file: string, source: string): string[] {
  const wrong = [...importViolations(file, importsOf(source)), ...processViolations(file, source)];
  return wrong.map((what) => `${file}: ${what}`);
}

function importViolations(file: string, imports: SourceImport[]): string[] {
  const [, rule] = Object.entries(RULES).find(([folder]) => within(file, folder)) ?? [];
  if (rule === undefined) return [];
  return imports.filter((imported) => !isAllowed(file, imported, rule)).map(describeImport);
}

function isAllowed(file: string, { specifier, typeOnly, isUrl }: SourceImport, rule: Rule): boolean {
  const target = ourModule(file, specifier);
  if (target === undefined) return rule.packages(packageOf(specifier) ?? specifier);
  if (isUrl && PROGRAMS.includes(target)) return true; // started as a process, not loaded
  return [...rule.loads, ...(typeOnly ? rule.types : [])].some((folder) => within(target, folder));
}

/** The path from the root of the module of ours that a specifier names, or undefined if it is not ours. */
function ourModule(file: string, specifier: string): string | undefined {
  if (specifier.endsWith("/package.json")) return undefined; // read for the version
  if (specifier.startsWith("caucus/")) return specifier.slice("caucus/".length);
  return specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : undefined;
}

function describeImport({ specifier, typeOnly }: SourceImport): string {
  return `${typeOnly ? "imports types of" : "imports"} ${specifier}`;
}

function processViolations(file: string, source: string): string[] {
  const { code } = codeOf(source);
  const readsArguments = /\bprocess\s*(\?\.|\.)\s*argv\b|\bargv\b[^=;]*\}\s*=\s*process\b/.test(code);
  return [
    ...(readsArguments && !/^scripts\/|\/cli\//.test(file) ? ["reads process.argv"] : []),
    ...(/\bexport\s+default\b|\bas\s+default\b/.test(code) ? ["has a default export"] : []),
    ...(!LOADERS.includes(file) && /(?<![\w$.])import\s*\(\s*[^"\s]/.test(code)
      ? ["imports a computed specifier"]
      : []),
  ];
}

describe("the sources keep the import rules", () => {
  const files = sourceFiles(...FOLDERS, "scripts", "tests");

  it("finds the sources of every folder", () => {
    for (const folder of FOLDERS) expect(files.some((file) => within(file, folder))).toBe(true);
  });

  it("finds no violation", () => {
    expect(files.flatMap((file) => violations(file, readSource(file)))).toEqual([]);
  });
});

describe("imports go one way", () => {
  const graph = importGraph(sourceFiles(...FOLDERS, "scripts"));

  it("without a circle of files, of types included", () => {
    expect(circlesOf(graph)).toEqual([]);
  });

  it.each(Object.entries(LAYERS))("from layer to layer of %s", (part, layers) => {
    const files = [...graph.keys()].filter((file) => within(file, part));
    const layerOf = (file: string) => layerIn(layers, file.slice(part.length + 1));
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
    const upwards = files.flatMap((file) =>
      graph
        .get(file)!
        .filter((target) => within(target, part) && layerOf(target) > layerOf(file))
        .map((target) => `${file} → ${target}`),
    );
    expect(upwards).toEqual([]);
  });

  it("and few files stand beside client's folders", () => {
    const loose = [...graph.keys()].filter((file) => /^client\/[^/]+$/.test(file));
    expect(loose.length).toBeLessThanOrEqual(5);
  });
});

/** Where in its part a file is, or −1. */
function layerIn(layers: readonly string[], path: string): number {
  const holding = layers.filter((layer) => layer === "" || within(path, layer));
  const longest = holding.reduce((a, b) => (b.length > a.length ? b : a), holding[0] ?? "none");
  return layers.indexOf(longest);
}

/** What each file loads or takes types of; programs that are started as processes are not loaded. */
function importGraph(files: readonly string[]): Graph {
  const known = new Set(files);
  const targetsOf = (file: string) =>
    importsOf(readSource(file))
      .filter(({ isUrl }) => !isUrl)
      .map(({ specifier }) => ourModule(file, specifier)?.replace(/\.js$/, ".ts"))
      .filter((target) => target !== undefined && known.has(target)) as string[];
  return new Map(files.map((file) => [file, targetsOf(file)]));
}

describe("the checker", () => {
  it("finds circles", () => {
    const graph: Graph = new Map([
      ["a", ["b", "d"]],
      ["b", ["c"]],
      ["c", ["a", "d"]],
      ["d", []],
      ["e", ["e"]],
    ]);
    expect(circlesOf(graph)).toEqual([["a", "b", "c"], ["e"]]);
  });

  it.each([
    ["envs/a.ts", 'import { x } from "../proto/index.js";', "imports ../proto/index.js"],
    ["envs/hopper/a.ts", 'import type { X } from "../../client/x.js";', "imports types of ../../client/x.js"],
    ["envs/a.ts", 'import * as tf from "@tensorflow/tfjs-core";', "imports @tensorflow/tfjs-core"],
    ["proto/a.ts", 'import { box } from "../envs/index.js";', "imports ../envs/index.js"],
    ["proto/a.ts", 'export * from "../envs/index.js";', "imports ../envs/index.js"],
    ["proto/a.ts", 'import { type Box } from "../envs/index.js";', "imports ../envs/index.js"],
    ["server/a.ts", 'import {\n  type A,\n  b,\n} from "../client/b.js";', "imports ../client/b.js"],
    ["server/a.ts", 'import type { A } from "../client/b.js";', "imports types of ../client/b.js"],
    ["server/a.ts", 'const tf = await import("@tensorflow/tfjs-node");', "imports @tensorflow/tfjs-node"],
    ["server/a.ts", 'require("@tensorflow/tfjs-core");', "imports @tensorflow/tfjs-core"],
    ["server/a.ts", 'import "../client/b.js";', "imports ../client/b.js"],
    ["client/a.ts", 'import { serve } from "../server/index.js";', "imports ../server/index.js"],
    ["client/a.ts", 'import { serve } from "caucus/server";', "imports caucus/server"],
    ["client/a.ts", 'import { box } from "../envs/index.js";', "imports ../envs/index.js"],
    [
      "client/a.ts",
      'new Worker(new URL("../server/worker.js", import.meta.url))',
      "imports ../server/worker.js",
    ],
    ["client/a.ts", 'import "../server/cli/main.js";', "imports ../server/cli/main.js"],
    ["client/ops/a.ts", 'import { x } from "../learner/train.js";', "imports ../learner/train.js"],
    [
      "client/ops/a.ts",
      'import type { Box } from "../../envs/index.js";',
      "imports types of ../../envs/index.js",
    ],
    ["client/ops/a.ts", 'import { readFileSync } from "node:fs";', "imports node:fs"],
    ["client/ops/a.ts", 'import { kmeans } from "ml-kmeans";', "imports ml-kmeans"],
    ["client/a.ts", "const module = await import(name);", "imports a computed specifier"],
    ["client/a.ts", "const port = process.argv[2];", "reads process.argv"],
    ["client/a.ts", "const { argv } = process;", "reads process.argv"],
    ["tests/a.test.ts", "console.log(process.argv);", "reads process.argv"],
    ["envs/a.ts", "export default 1;", "has a default export"],
    ["envs/a.ts", "export { a as default };", "has a default export"],
  ])("finds in %s: %j", (file, source, what) => {
    expect(violations(file, source)).toEqual([`${file}: ${what}`]);
  });

  it.each([
    ["envs/a.ts", 'import { b } from "./b.js";\nimport { c } from "pure-rand";\nimport "node:fs";'],
    [
      "proto/a.ts",
      'import type {\n  Box,\n} from "../envs/index.js";\nexport type { Env } from "../envs/env.js";',
    ],
    ["server/a.ts", 'import { b } from "../envs/index.js";\nimport { c } from "../proto/index.js";'],
    ["client/a.ts", 'import type { Box } from "../envs/index.js";\nexport * from "./ops/gae.js";'],
    ["client/ops/a.ts", 'import * as tf from "@tensorflow/tfjs-core";\nimport { b } from "./b.js";'],
    ["client/a.ts", 'const program = new URL("../server/cli/main.js", import.meta.url);'],
    ["client/cli/main.ts", "const args = hideBin(process.argv);"],
    ["scripts/bench/a.ts", 'import { b } from "../../server/index.js";\nprocess.argv.slice(2);'],
    ["server/a.ts", '// import { x } from "../client/x.js";\n/* process.argv, export default */'],
    ["server/a.ts", 'const text = "export default process.argv";'],
    ["server/a.ts", 'const url = "dns:///host"; import { c } from "../proto/index.js";'],
  ])("finds nothing in %s: %j", (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});
