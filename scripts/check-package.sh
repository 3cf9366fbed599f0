#!/usr/bin/env bash
# Installs the built package in an empty project, as a user would, and uses it there: `scripts/check-package.sh`.
set -euo pipefail
cd "$(dirname "$0")/.."

project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
npm pack --silent --pack-destination "$project" >/dev/null
# TensorFlow.js 4.22 and TypeScript's own declarations of WebGPU agree up to this version.
typescript="typescript@~5.9"

cd "$project"
echo '{ "name": "empty", "private": true, "type": "module" }' >package.json
env -u ONNXRUNTIME_NODE_INSTALL npm install --no-audit --no-fund ./caucus-*.tgz
echo "$(du -sm node_modules | cut -f1) MB in node_modules, of which:"
du -sm node_modules/caucus node_modules/onnxruntime-node node_modules/@tensorflow
npm install --no-audit --no-fund --save-dev "$typescript" "@types/node@20"

echo "== Types of all that is exported"
node --eval '
  const { exports } = JSON.parse(fs.readFileSync("node_modules/caucus/package.json"));
  const names = Object.keys(exports).filter((name) => !name.endsWith(".json"));
  const lines = names.map((name, i) => `import * as part${i} from "caucus${name.slice(1)}"; console.log(part${i});\n`);
  fs.writeFileSync("use.ts", lines.join(""));
'
npx tsc --strict --skipLibCheck false --target es2023 --module nodenext --noEmit use.ts

echo "== Training"
npx caucus train --transitions 512 --batch-size 256 --evaluation-episodes 2 --engine compiled
npx caucus-server --check
npx caucus-policies --version
