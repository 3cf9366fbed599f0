// Gives @tensorflow/tfjs-node its native library where its own install script cannot download one: takes the
// library and its headers from the Python wheel tensorflow-cpu, and builds the addon from the npm package's sources
// against them. For Linux on x64; needs pip, make and a C++ compiler. Does nothing where tfjs-node works already.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WHEEL = "tensorflow-cpu==2.15.1";
// The wheel for one version of Python, whichever runs pip: only its C library is used.
const WHEEL_TAGS = ["--python-version=3.11", "--implementation=cp", "--platform=manylinux_2_17_x86_64"];
const LIBRARY = "libtensorflow_cc.so.2";
const FRAMEWORK = "libtensorflow_framework.so.2";

const root = fileURLToPath(new URL("..", import.meta.url));
const tfjsNode = join(root, "node_modules", "@tensorflow", "tfjs-node");
const downloads = join(root, "node_modules", ".cache", "native-tensorflow");
const python = process.env.PYTHON ?? "python3";

// Unpacks the two libraries into lib/ and the headers that the addon's sources include into include/.
const UNPACK = `
import os, shutil, sys, zipfile
wheel, target = sys.argv[1:]
libraries = ("tensorflow/${LIBRARY}", "tensorflow/${FRAMEWORK}")
headers = tuple("tensorflow/include/%s/" % folder for folder in ("tensorflow/c", "tensorflow/core/platform", "tsl"))
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            path = os.path.join(target, "lib", os.path.basename(name))
        elif name.startswith(headers) and name.endswith(".h"):
            path = os.path.join(target, name[len("tensorflow/"):])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
`;

// Fails unless tfjs-node loads, is the backend of the copy of tfjs-core that Caucus imports, and multiplies.
const CHECK = `
import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
const { resolve } = createRequire(import.meta.url);
await import("@tensorflow/tfjs-node");
const theirs = createRequire(resolve("@tensorflow/tfjs-node")).resolve("@tensorflow/tfjs-core");
if (theirs !== resolve("@tensorflow/tfjs-core")) throw new Error("tfjs-node uses another tfjs-core: " + theirs);
if (tf.getBackend() !== "tensorflow") throw new Error("backend: expected tensorflow, got " + tf.getBackend());
const product = tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).dataSync().join();
if (product !== "19,22,43,50") throw new Error("matMul: expected 19,22,43,50, got " + product);
`;

if (check().status === 0) {
  console.log("tfjs-node: the native backend works already.");
} else {
  checkMachine();
  addPackage();
  const wheel = downloadWheel();
  layOutLibrary(wheel);
  buildAddon();
  const { status, stderr } = check();
  if (status !== 0) fail("tfjs-node was built but does not work.", stderr);
  console.log("tfjs-node: the native backend works.");
}

function check() {
  const args = ["--input-type=module", "--eval", CHECK];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
}

function checkMachine() {
  const machine = `${process.platform} ${process.arch}`;
  if (machine !== "linux x64") fail(`This recipe is for linux x64; this machine is ${machine}.`);
  const nodeMajor = Number(process.versions.node.split(".")[0]);
  // tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 removed (tensorflow/tfjs#8609).
  if (nodeMajor >= 23) fail(`tfjs-node works on Node 20 and 22; this is Node ${process.versions.node}.`);
}

/**
 * npm removes an optional package, and what only it needs, when its install script fails.
 * Installing what package-lock.json lists, without scripts, only adds them again.
 */
function addPackage() {
  console.log("Adding @tensorflow/tfjs-node without its install script…");
  run("npm", ["install", "--no-save", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"], root);
}

function downloadWheel() {
  mkdirSync(downloads, { recursive: true });
  const found = () => readdirSync(downloads).find((name) => name.endsWith(".whl"));
  if (found() === undefined) {
    console.log(`Downloading ${WHEEL}…`);
    const options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", ...WHEEL_TAGS];
    run(python, ["-m", "pip", "download", "--quiet", ...options, `--dest=${downloads}`, WHEEL], root);
  }
  return join(downloads, found());
}

/** Lays out deps/ as the package's binding.gyp expects; the linker records the names inside the libraries. */
function layOutLibrary(wheel) {
  console.log("Unpacking its library and headers…");
  const deps = join(tfjsNode, "deps");
  rmSync(deps, { recursive: true, force: true });
  run(python, ["-c", UNPACK, wheel, deps], root);
  symlinkSync(LIBRARY, join(deps, "lib", "libtensorflow.so"));
  symlinkSync(FRAMEWORK, join(deps, "lib", "libtensorflow_framework.so"));
}

function buildAddon() {
  console.log("Building the addon…");
  const bundledHeaders = join(dirname(process.execPath), "..");
  const hasHeaders = existsSync(join(bundledHeaders, "include", "node", "node_api.h"));
  // Without headers beside Node, node-gyp downloads them.
  const env = hasHeaders ? { npm_config_nodedir: bundledHeaders } : {};
  run("npm", ["run", "build-addon-from-source"], tfjsNode, env);
}

function run(command, args, cwd, extraEnv = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...extraEnv },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const output = `${result.error?.message ?? ""}${result.stdout ?? ""}${result.stderr ?? ""}`;
  if (result.status !== 0) fail(`Failed: ${command} ${args.slice(0, 3).join(" ")}…`, output);
}

function fail(message, output = "") {
  if (output !== "") console.error(output.trimEnd());
  console.error(message);
  process.exit(1);
}
