// What package.json and package-lock.json promise.
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { importsOf, packageOf, readSource, sourceFiles } from "./source-imports.js";

const SHIPPED = ["envs", "proto", "server", "client"];
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
