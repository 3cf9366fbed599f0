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
const sources = readdirSync(join(proto, "rmdp/v1")).map((name) => `rmdp/v1/${name}`);

/** The files protoc writes, path → text; google.rpc's messages come from googleapis-common-protos. */
function generate(folder) {
  const outputs = ["--python_out", "--pyi_out", "--grpc_python_out"].map((flag) => `${flag}=${folder}`);
  execFileSync(python, ["-m", "grpc_tools.protoc", `--proto_path=${proto}`, ...outputs, ...sources], {
    stdio: "inherit",
  });
  return new Map(
    readdirSync(join(folder, "rmdp/v1"))
      .filter(isNeeded)
      .sort()
      .map((name) => [name, relocate(readFileSync(join(folder, "rmdp/v1", name), "utf8"))]),
  );
}

/** Only service.proto has a service; the other files' stubs are empty. */
const isNeeded = (name) => !name.endsWith("_pb2_grpc.py") || name === "service_pb2_grpc.py";

/** protoc imports by the path of the .proto; ours live in a package of their own. */
const relocate = (text) => text.replaceAll(/^from rmdp\.v1 import/gm, "from caucus._proto import");

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
