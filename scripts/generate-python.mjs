// Generates the Python package's messages and stubs from the .proto files, with the grpcio-tools of
// python/generate-requirements.txt in the Python that PYTHON names. With --check, fails if what is
// committed differs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const python = process.env.PYTHON ?? "python3";
const proto = fileURLToPath(new URL("../proto", import.meta.url));
const committed = fileURLToPath(new URL("../python/src/caucus/_proto", import.meta.url));
const FOLDERS = ["rmdp/v1", "policies/v1"];
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(proto, folder)).map((name) => `${folder}/${name}`),
);

/** The files protoc writes, path → text; google.rpc's messages come from googleapis-common-protos. */
function generate(folder) {
  const outputs = ["--python_out", "--pyi_out", "--grpc_python_out"].map((flag) => `${flag}=${folder}`);
  execFileSync(python, ["-m", "grpc_tools.protoc", `--proto_path=${proto}`, ...outputs, ...sources], {
    stdio: "inherit",
  });
  const texts = FOLDERS.flatMap((within) =>
    readdirSync(join(folder, within))
      .filter(isNeeded)
      .map((name) => [name, relocate(readFileSync(join(folder, within, name), "utf8"))]),
  );
  return new Map(texts);
}

/** The stubs of files without a service are empty. */
const SERVICES = ["service_pb2_grpc.py", "policies_pb2_grpc.py"];
const isNeeded = (name) => !name.endsWith("_pb2_grpc.py") || SERVICES.includes(name);

/** protoc imports by the path of the .proto; ours live in a package of their own. */
const relocate = (text) => text.replaceAll(/^from (rmdp|policies)\.v1 import/gm, "from caucus._proto import");

function isUpToDate(files) {
  const names = readdirSync(committed).filter((name) => /_pb2(_grpc)?\.pyi?$/.test(name));
  const same = ([name, text]) => names.includes(name) && readFileSync(join(committed, name), "utf8") === text;
  return names.length === files.size && [...files].every(same);
}

const folder = mkdtempSync(join(tmpdir(), "caucus-proto-"));
try {
  const files = generate(folder);
  if (!process.argv.includes("--check")) {
    for (const [name, text] of files) writeFileSync(join(committed, name), text);
  } else if (!isUpToDate(files)) {
    console.error(
      'python/src/caucus/_proto is out of date: run "npm run generate:python" and commit the result.',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
