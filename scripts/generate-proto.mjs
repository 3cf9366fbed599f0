// Generates proto/gen from the .proto files. With --check, fails if what is committed differs.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const proto = fileURLToPath(new URL("../proto", import.meta.url));
const run = (command, args, cwd) => execFileSync(command, args, { cwd, stdio: "inherit" });

run("npx", ["buf", "lint"], proto);
run("npx", ["buf", "generate"], proto);

if (process.argv.includes("--check")) {
  const changes = execFileSync("git", ["status", "--porcelain", "proto/gen"], {
    cwd: root,
    encoding: "utf8",
  });
  if (changes !== "") {
    console.error(`proto/gen is out of date: run "npm run generate" and commit the result.\n${changes}`);
    process.exit(1);
  }
}
