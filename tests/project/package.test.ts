// What package.json and package-lock.json promise.
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { scratch } from "../client/runs/support/scratch.js";
import { importsOf, packageOf, readSource, sourceFiles } from "./source-imports.js";

const SHIPPED = ["envs", "proto", "approval", "server", "client"];
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const runtime = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
const shippedSources = sourceFiles(...SHIPPED).map(readSource);

const importedPackages = (sources: string[]) => [
  ...new Set(
    sources
      .flatMap(importsOf)
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => name !== undefined && name !== manifest.name),
  ),
];

describe("package.json", () => {
  it.each(Object.entries<string>(manifest.exports))("exports %s, which the build makes", (_, path) => {
    expect(existsSync(path)).toBe(true);
  });

  it.each(Object.entries<string>(manifest.bin))("has the program %s, which can be executed", (_, path) => {
    expect(readFileSync(path, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    if (process.platform !== "win32") accessSync(path, constants.X_OK);
  });

  it("declares as dependencies what the shipped sources import", () => {
    expect(importedPackages(shippedSources).filter((name) => !runtime.includes(name!))).toEqual([]);
  });

  it("declares what scripts and tests import", () => {
    const declared = [...runtime, ...Object.keys(manifest.devDependencies)];
    const sources = sourceFiles("scripts", "tests").map(readSource);
    expect(importedPackages(sources).filter((name) => !declared.includes(name!))).toEqual([]);
  });

  it.each(runtime)("the shipped sources import %s", (name) => {
    const mention = new RegExp(`["'\`]${name}(/[^"'\`]*)?["'\`]`);
    expect(shippedSources.some((source) => mention.test(source))).toBe(true);
  });
});

describe("package-lock.json", () => {
  const packages = Object.entries<Record<string, unknown>>(
    JSON.parse(readFileSync("package-lock.json", "utf8")).packages,
  );

  it("names no address to download from", () => {
    expect(packages.filter(([, entry]) => "resolved" in entry).map(([path]) => path)).toEqual([]);
  });

  it("asks for what package.json asks for", () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest;
    expect(packages[0][1]).toMatchObject({ dependencies, optionalDependencies, devDependencies });
  });

  it("names a version and a digest of every package", () => {
    const incomplete = packages.slice(1).filter(([, entry]) => !entry.version || !entry.integrity);
    expect(incomplete.map(([path]) => path)).toEqual([]);
  });

  it("holds every platform's package of what it holds, as npm ci demands", () => {
    const held = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, "")));
    const asked = packages.flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}));
    expect(asked.filter((name) => !held.has(name))).toEqual([]);
  });
});

describe("the package as npm packs it", () => {
  const [{ files }] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const packed: string[] = files.map(({ path }: { path: string }) => path);

  it("holds nothing that only this repository uses", () => {
    const used =
      /^(package\.json|README\.md|LICENSE|scripts\/skip-cuda\.mjs|proto\/.*\.proto|dist\/(envs|proto|approval|server|client|tests\/conformance)\/.*)$/;
    expect(packed.filter((path) => !used.test(path) || path.endsWith(".map"))).toEqual([]);
  });

  it("holds what its programs and exports load of it", () => {
    const wanted = packed
      .filter((path) => path.endsWith(".js"))
      .flatMap((path) =>
        importsOf(readSource(path))
          .filter(({ specifier }) => specifier.startsWith("."))
          .map(({ specifier }) => join(path, "..", specifier)),
      );
    expect(wanted.length).toBeGreaterThan(1000);
    const missing = wanted.filter(
      (path) => !packed.some((file) => file === path || file.startsWith(`${path}/`)),
    );
    expect(missing).toEqual([]);
    const named = [...Object.values<string>(manifest.exports), ...Object.values<string>(manifest.bin)];
    expect(named.filter((path) => !packed.includes(path.slice(2)))).toEqual([]);
  });
});

describe("what the package exports", () => {
  it("has types that TypeScript checks to the bottom", async () => {
    const cwd = await scratch();
    await mkdir(join(cwd, "node_modules/@types"), { recursive: true });
    await symlink(resolve("."), join(cwd, "node_modules/caucus"), "dir");
    await symlink(resolve("node_modules/@types/node"), join(cwd, "node_modules/@types/node"), "dir");
    const names = Object.keys(manifest.exports).filter((name) => !name.endsWith(".json"));
    const lines = names.map((name, i) => `export * as part${i} from "caucus${name.slice(1)}";`);
    await writeFile(join(cwd, "use.mts"), lines.join("\n"));
    const options = "--ignoreConfig --strict --skipLibCheck false --target es2023 --module nodenext --noEmit";
    const args = [
      resolve("node_modules/typescript/bin/tsc"),
      ...options.split(" "),
      "--types",
      "node",
      "use.mts",
    ];
    const { stdout } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
    const errors = stdout.split("\n").filter((line) => / error TS/.test(line));
    // TypeScript's own WebGPU is not the one that TensorFlow.js 4.22 brings along.
    expect(errors.filter((line) => !/(lib\.dom\.d\.ts|@webgpu\/types\/.*)\(/.test(line))).toEqual([]);
  });
});

describe("installed as a package", () => {
  /** A project with the scripts of onnxruntime-node and ours, and none of what the former downloads. */
  async function project(): Promise<string> {
    const cwd = await scratch();
    const runtime = join(cwd, "node_modules/onnxruntime-node");
    await cp("node_modules/onnxruntime-node/script", join(runtime, "script"), { recursive: true });
    await cp("node_modules/onnxruntime-node/package.json", join(runtime, "package.json"));
    await cp("scripts/skip-cuda.mjs", join(cwd, "node_modules/caucus/scripts/skip-cuda.mjs"));
    await symlink(
      resolve("node_modules/onnxruntime-node/node_modules"),
      join(runtime, "node_modules"),
      "dir",
    );
    await symlink(resolve("node_modules/global-agent"), join(cwd, "node_modules/global-agent"), "dir");
    return cwd;
  }

  function run(cwd: string, script: string, env: NodeJS.ProcessEnv = {}) {
    const { ONNXRUNTIME_NODE_INSTALL: _, ...others } = process.env;
    const path = join(cwd, "node_modules", script);
    return spawnSync(process.execPath, [path], { env: { ...others, ...env }, encoding: "utf8" });
  }

  it.runIf(process.platform === "linux" && process.arch === "x64")(
    "downloads no CUDA with onnxruntime-node",
    async () => {
      const cwd = await project();
      expect(run(cwd, "caucus/scripts/skip-cuda.mjs")).toMatchObject({ status: 0, stderr: "" });
      expect(run(cwd, "onnxruntime-node/script/install.js")).toMatchObject({ status: 0, stderr: "" });
      const library = "onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so";
      expect(await readFile(join(cwd, "node_modules", library), "utf8")).toContain("This is no library");
    },
  );

  it.each([
    ["ONNXRUNTIME_NODE_INSTALL", "cuda12"],
    ["npm_config_onnxruntime_node_install", "cuda12"],
  ])("leaves alone what %s decides", async (name, value) => {
    const cwd = await project();
    expect(run(cwd, "caucus/scripts/skip-cuda.mjs", { [name]: value })).toMatchObject({ status: 0 });
    expect(existsSync(join(cwd, "node_modules/onnxruntime-node/bin"))).toBe(false);
  });

  it("does without onnxruntime-node", async () => {
    const cwd = await scratch();
    await cp("scripts/skip-cuda.mjs", join(cwd, "node_modules/caucus/scripts/skip-cuda.mjs"));
    expect(run(cwd, "caucus/scripts/skip-cuda.mjs")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });
});
