// Installs packages and builds what is out of date, so that `npm start` and `npm test` need only Node.
// Runs before anything is installed: plain JavaScript, Node's own modules only. Silent when there is nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, root, SOURCE_FOLDERS } from "./source-folders.mjs";

const MIN_NODE = [20, 19];
const SOURCE_FILES = ["package.json", "package-lock.json", "tsconfig.json"];

const atRoot = (...names) => join(root, ...names);
const stamp = atRoot("node_modules", ".caucus-setup");
const lock = atRoot("dist", ".setup-lock");

checkNode();
if (!packagesInstalled() || !built()) {
  acquireLock();
  if (!packagesInstalled()) installPackages();
  if (!built()) build();
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  fail(`Caucus needs Node ${MIN_NODE.join(".")} or newer; this is Node ${process.versions.node}.`);
}

/**
 * Whether node_modules holds what package-lock.json asks for, by the list that npm keeps of what it installed.
 * An optional package may be absent (wrong platform, or its install script failed), but not of another version.
 */
function packagesInstalled() {
  const installedList = atRoot("node_modules", ".package-lock.json");
  if (!existsSync(installedList)) return false;
  const wanted = readJson(atRoot("package-lock.json")).packages;
  const installed = readJson(installedList).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = installed[path];
    return found === undefined
      ? optional === true
      : found.version === version && found.integrity === integrity;
  });
}

function installPackages() {
  announce("Installing packages…");
  const options = ["--no-audit", "--no-fund", "--no-update-notifier", "--include=dev", "--include=optional"];
  // onnxruntime-node would otherwise download CUDA libraries.
  const result = npm(["ci", ...options], { ONNXRUNTIME_NODE_INSTALL: "skip" });
  if (result.status !== 0) fail("Installing the packages failed (npm ci).", result);
}

function built() {
  return existsSync(atRoot("dist")) && existsSync(stamp) && readFileSync(stamp, "utf8") === sourceState();
}

function build() {
  announce("Building…");
  const state = sourceState(); // taken first, so that an edit during the build is not missed
  rmSync(stamp, { force: true });
  const result = npm(["run", "build"]);
  if (result.status !== 0) fail("The build failed (npm run build).", result);
  writeFileSync(stamp, state);
}

/** A digest of every source file's path, size and time of change. */
function sourceState() {
  const files = [...SOURCE_FILES, ...SOURCE_FOLDERS.flatMap(filesUnder)];
  const lines = files.map((file) => {
    const { size, mtimeMs } = statSync(atRoot(file));
    return `${file} ${size} ${mtimeMs}`;
  });
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}

/** Runs npm, by the path it gives to the scripts it runs where there is one. */
function npm(args, extraEnv = {}) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith(".js") ? [process.execPath, [cli]] : ["npm", []];
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    env: { ...process.env, ...extraEnv },
    encoding: "utf8",
    maxBuffer: 1 << 28,
    shell: command === "npm" && process.platform === "win32",
  });
}

/** Makes a second invocation wait for the first; a lock whose process is gone is removed. */
function acquireLock() {
  mkdirSync(atRoot("dist"), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      process.on("exit", () => rmSync(lock, { force: true }));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = lockHolder();
    if (holder === undefined) rmSync(lock, { force: true });
    else if (!waited) console.error(`Waiting for another setup of this folder (process ${holder})…`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

/** The process that holds the lock, or undefined if it has gone. */
function lockHolder() {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === "EPERM" ? "of another user" : undefined;
  }
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function announce(message) {
  if (process.stderr.isTTY) console.error(message);
}

function fail(message, result) {
  if (result !== undefined) console.error(`${result.stdout ?? ""}${result.stderr ?? ""}`.trimEnd());
  if (result?.error !== undefined) console.error(result.error.message);
  console.error(message);
  process.exit(1);
}
