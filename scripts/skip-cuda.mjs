// Runs when Caucus is installed as a package, before the install script of onnxruntime-node. On Linux that script
// downloads CUDA libraries from a host of its own, hundreds of megabytes that nothing here uses, and the installation
// fails where the host cannot be reached. It passes over files that are there, so notes are put in their places.
// With ONNXRUNTIME_NODE_INSTALL=cuda12 it writes the libraries all the same, over the notes.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const NOTE = `This is no library: Caucus does not use CUDA, and had its download left out.
"npm rebuild onnxruntime-node --onnxruntime-node-install=cuda12" puts the library in this place.
`;

const require = createRequire(import.meta.url);

if (!isDecided()) {
  try {
    for (const path of downloads()) writeNote(path);
  } catch {
    // The package is not installed or has another version. Its script then runs as usual, and Caucus works without it.
  }
}

/** Whether the user has chosen what to download. */
function isDecided() {
  const { env } = process;
  return Object.keys(env).some((name) => /^(npm_config_)?onnxruntime_node_install(_cuda)?$/i.test(name));
}

/** The files that onnxruntime-node has no part of its package for on this platform. */
function downloads() {
  const { requirements, manifests } = require("onnxruntime-node/script/install-metadata.js");
  const folder = dirname(require.resolve("onnxruntime-node/package.json"));
  const platform = `${process.platform}/${process.arch}`;
  return (requirements[platform] ?? [])
    .flatMap((name) => Object.keys(manifests[`${platform}:${name}`]))
    .map((file) => join(folder, "bin/napi-v6", platform, file));
}

function writeNote(path) {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, NOTE);
}
