// Modules that cannot be loaded: one sentence that says what was expected, what came, and where.
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { InvalidValueError } from "../../../envs/index.js";
import { createEnvironmentService, loadEnvironments } from "../../../server/index.js";
import { scratch } from "../../client/runs/support/scratch.js";
import { sessionRequest } from "../support/session.js";
import { rejection } from "../support/stream.js";

const PROGRAM = fileURLToPath(new URL("../../../server/cli/main.js", import.meta.url));
const EXAMPLE = new URL("../../../envs/examples/thermostat.js", import.meta.url).href;

async function failure(paths: readonly string[]): Promise<Error> {
  const error = await loadEnvironments(paths).catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(InvalidValueError);
  return error as Error;
}

/** The sentence with which modules are refused, their folder left out. */
async function refusal(files: Record<string, string>, ...paths: string[]): Promise<string> {
  const folder = await scratch();
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const error = await failure(paths.map((path) => join(folder, path)));
  return error.message.replaceAll(`${folder}/`, "");
}

/** What the program says, as Vitest would import otherwise than Node does. */
async function saysOf(name: string, text: string): Promise<string> {
  const cwd = await scratch();
  await writeFile(join(cwd, name), text);
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "--load", name], {
    cwd,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  return stderr.replaceAll(`${cwd}/`, "");
}

describe("a file that is no module", () => {
  it.each<[string, string, string, string]>([
    [
      "that throws",
      "my-env.mjs",
      "const x = 1;\nx.y.z;",
      "TypeError: Cannot read properties of undefined (reading 'z'), at line 2",
    ],
    ["that throws what is no error", "my-env.mjs", 'throw "up";', "up"],
    ["that is not JavaScript", "my-env.mjs", "let x = ;", "SyntaxError: Unexpected token ';'"],
    [
      "that imports what there is not",
      "my-env.mjs",
      'import "./other.mjs";',
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find module 'other.mjs' imported from my-env.mjs",
    ],
    [
      "of a language that Node does not run",
      "my-env.tsx",
      "",
      `what Node ${process.versions.node} cannot run: compile it first`,
    ],
  ])("%s", async (_, name, text, got) => {
    const sentence = `load: expected a module that can be loaded, got ${got} (${name})`;
    expect(await saysOf(name, text)).toBe(`caucus-server: ${sentence}\n`);
  });

  it("that is not there, or a folder", async () => {
    const expected = "load: expected a file with a JavaScript module";
    expect(await refusal({}, "my-env.mjs")).toBe(`${expected}, got none there (my-env.mjs)`);
    const folder = await scratch();
    await mkdir(join(folder, "my-env.mjs"));
    const error = await failure([join(folder, "my-env.mjs")]);
    expect(error.message).toContain(`${expected}, got something else`);
  });
});

describe("a module without environments", () => {
  it.each([
    ["", "no exports"],
    ["export default {}; export const thermostat = {};", "exports default, thermostat"],
    ["export const environments = {};", "{}"],
    ["export const environments = [];", "[]"],
  ])("%s", async (text, got) => {
    expect(await refusal({ "my-env.mjs": text }, "my-env.mjs")).toBe(
      `environments: expected an export of that name, a list of EnvDefinition, got ${got} (my-env.mjs)`,
    );
  });
});

/** A module with a copy of the example's definition that something was done to. */
const changed = (change: string) => `
  import { environments as examples } from ${JSON.stringify(EXAMPLE)};
  const kind = examples[0].configure({});
  kind.spec = { ...kind.spec };
  const definition = { ...examples[0], configure: () => kind };
  ${change};
  export const environments = [definition];
`;

describe("a definition that is none", () => {
  it.each([
    ["definition.id = 'My Env'", `.id: expected kebab-case, such as "my-env", got 'My Env'`],
    ["delete definition.id", ".id: expected text, got undefined"],
    ["delete definition.options", ".options: expected a list, got undefined"],
    [
      "definition.options = [{ name: 'stepCost' }]",
      ".options[0].name: expected snake_case, such as \"step_cost\", got 'stepCost'",
    ],
    [
      "definition.options = [{ name: 'cost', type: 'real', default: 1, description: '' }]",
      ".options[0].type: expected boolean, integer or number, got 'real'",
    ],
    ...[
      "type: 'number', default: 1, perturbationRange: { minimum: 2, maximum: 1 }",
      "type: 'number', default: 1, perturbationRange: { minimum: 0, maximum: Infinity }",
      "type: 'number', default: 1, maximum: 2, perturbationRange: { minimum: 0, maximum: 3 }",
      "type: 'integer', default: 1, perturbationRange: { minimum: 0, maximum: 1.5 }",
      "type: 'boolean', default: true, perturbationRange: { minimum: 0, maximum: 1 }",
    ].map((rest): [string, string] => [
      `definition.options = [{ name: 'cost', description: '', ${rest} }]`,
      ".options[0].perturbationRange: expected a minimum up to a maximum, both values of the option, which is a number or an integer, got { minimum: ",
    ]),
    [
      "definition.options = [{ name: 'cost', type: 'number', default: 2, maximum: 1, description: '' }]",
      ".configure: expected its options' defaults to do, got InvalidValueError: options.cost: expected a number" +
        ' in [-Infinity, 1], got 2 (env "thermostat")',
    ],
    ["definition.defaultNumAgents = 0", ".defaultNumAgents: expected a whole number from 1, got 0"],
    ["definition.configure = {}", ".configure: expected a function, got {}"],
    [
      "definition.configure = () => { throw new Error('up') }",
      ".configure: expected its options' defaults to do, got Error: up",
    ],
    ["kind.spec = undefined", ".configure().spec: expected an object, got undefined"],
    [
      "kind.spec.id = 'other'",
      ".configure().spec.id: expected \"thermostat\", as the definition's, got 'other'",
    ],
    ["kind.spec.infos = undefined", ".configure().spec.infos: expected a list, got undefined"],
    ["kind.spec.agentParameters = []", ".configure().spec.agentParameters: expected at least one, got []"],
    [
      "kind.spec.actionSpace = { kind: 'text' }",
      ".configure().spec.actionSpace.kind: expected a Box or a Discrete, got 'text'",
    ],
    [
      "kind.spec.observationSpace = { ...kind.spec.observationSpace, shape: [2, 2] }",
      ".configure().spec.observationSpace.shape: expected one dimension, got [ 2, 2 ]",
    ],
    [
      "kind.spec.observationSpace = { ...kind.spec.observationSpace, low: [0, 0, 0] }",
      ".configure().spec.observationSpace.low: expected 1 or 2 bounds, got [ 0, 0, 0 ]",
    ],
    ["kind.rewards = 1", ".configure().rewards: expected a function, got 1"],
    [
      "kind.bytesPerEnvironment = NaN",
      ".configure().bytesPerEnvironment: expected a number of bytes from 0, got NaN",
    ],
  ])("%s", async (change, sentence) => {
    const message = await refusal({ "my-env.mjs": changed(change) }, "my-env.mjs");
    expect(message).toContain(`environments[0]${sentence}`);
    expect(message).toMatch(/ \(my-env\.mjs\)$/);
  });
});

describe("an id that is taken", () => {
  it("by a built-in environment", async () => {
    const text = changed("definition.id = kind.spec.id = 'hopper'");
    expect(await refusal({ "my-env.mjs": text }, "my-env.mjs")).toBe(
      'environments[0].id: expected an id of its own, got "hopper", which is built in (my-env.mjs)',
    );
  });

  it("by another module's", async () => {
    const files = { "a.mjs": changed(""), "b.mjs": changed("") };
    expect(await refusal(files, "a.mjs", "b.mjs")).toBe(
      'environments[0].id: expected an id of its own, got "thermostat", which a.mjs has (b.mjs)',
    );
  });
});

it("tells a session of a module that fails in worker threads alone", async () => {
  const path = join(await scratch(), "my-env.mjs");
  // The thread of the catalog is the first that loads it.
  const text = `import { existsSync, writeFileSync } from "node:fs";
    if (existsSync("${path}.loaded")) throw new Error("up");
    writeFileSync("${path}.loaded", "");`;
  await writeFile(path, `${text} export * from "${EXAMPLE}";`);
  const service = createEnvironmentService({ workers: 1, modules: [path] });
  onTestFinished(() => service.close());
  expect(
    await rejection(service.createSession(sessionRequest({ environmentId: "thermostat" }))),
  ).toMatchObject({
    reason: "ENVIRONMENT_FAILED",
    message:
      'env "thermostat" broke, its session is lost: ' +
      `load: expected a module that can be loaded, got Error: up, at line 2 (${path})`,
  });
});
