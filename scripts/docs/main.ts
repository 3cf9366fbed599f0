/**
 * Builds the documentation's site in docs/.vitepress/dist: `npm run docs`. It writes the reference from the code, and
 * fails at a command, flag or link that does not exist. `npm run docs -- --dev` serves the pages while they are written.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deadAnchors } from "./anchors.js";
import { wrongCommands } from "./check-commands.js";
import { commandLinePage } from "./command-line-page.js";
import { contractPage, errorsPage, policiesContractPage } from "./contract-pages.js";
import { dossierReference, dossierSchemaText } from "./dossier-page.js";
import { environmentsPage } from "./environments-page.js";
import { type Page, pagesIn, readPage } from "./pages.js";
import { policiesPage } from "./policies-page.js";
import { type ProgramHelp, readPrograms } from "./programs.js";
import { prometheusPage } from "./prometheus-page.js";
import { recordsPage } from "./records-page.js";
import { copyLinked, repositoryLinks } from "./repository-links.js";
import { serverPage } from "./server-page.js";
import { settingsPage } from "./settings-page.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const docs = join(root, "docs");

/** Documents beside the site whose commands are checked as well. */
const OTHERS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "python/README.md"];

installTools();
const programs = await readPrograms(root);
writeReference(programs);
run("typedoc", ["--options", "typedoc.json"]);
const pages = pagesIn(root, "docs");
stopAt([...commandFaults([...pages, ...OTHERS.map((path) => readPage(root, path))]), ...linkFaults(pages)]);
const develops = process.argv.includes("--dev");
run("vitepress", [develops ? "dev" : "build"]);
if (!develops) stopAt(deadAnchors(join(docs, ".vitepress/dist"), process.env.DOCS_BASE ?? "/"));

/** Into docs/node_modules, unless it holds what the lock file asks for. */
function installTools(): void {
  const lock = readFileSync(join(docs, "package-lock.json"), "utf8");
  const stamp = join(docs, "node_modules/.installed-lock.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--silent"], {
    cwd: docs,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) stopAt(["npm ci in docs failed"]);
  writeFileSync(stamp, lock);
}

function writeReference(help: ReadonlyMap<string, ProgramHelp>): void {
  const reference: Readonly<Record<string, string>> = {
    settings: settingsPage(),
    "server-settings": serverPage(),
    environments: environmentsPage(),
    records: recordsPage(root),
    prometheus: prometheusPage(),
    policies: policiesPage(),
    dossiers: dossierReference(),
    errors: errorsPage(root),
    contract: contractPage(root),
    "policies-contract": policiesContractPage(root),
    "command-line": commandLinePage(help),
  };
  mkdirSync(join(docs, "reference"), { recursive: true });
  for (const [name, text] of Object.entries(reference))
    writeFileSync(join(docs, "reference", `${name}.md`), text);
  writeFileSync(join(docs, "reference", "dossier.schema.json"), dossierSchemaText());
}

function commandFaults(documents: readonly Page[]): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const known = { programs, scripts: Object.keys(scripts) };
  return documents.flatMap(({ path, markdown }) => wrongCommands(path, markdown, known));
}

function linkFaults(documents: readonly Page[]): string[] {
  return copyLinked(
    root,
    documents.flatMap(({ path, markdown }) => repositoryLinks(path, markdown)),
  );
}

/** Runs one of the tools in docs. */
function run(tool: string, args: readonly string[]): void {
  const script = join(docs, "node_modules", tool, "bin", tool === "vitepress" ? "vitepress.js" : tool);
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: docs, stdio: "inherit" });
  if (status !== 0) stopAt([`${tool} failed`]);
}

function stopAt(faults: readonly string[]): void {
  if (faults.length === 0) return;
  console.error(faults.join("\n"));
  process.exit(1);
}
