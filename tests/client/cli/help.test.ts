import { tmpdir } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { trainConfigSchema } from "../../../client/config/train-config.js";
import { GRID_NAMES } from "../../../client/experiments/plan/definitions.js";
import { kebabCase } from "../../../proto/kebab-case.js";
import { runCaucus, without } from "./support/program.js";

const COMMANDS = [
  ...[
    "train",
    "evaluate",
    "runs",
    "compare",
    "figures",
    "replay",
    "export",
    "assess",
    "keys",
    "review",
    "audit",
  ],
  ...["experiment", "cover", "list", "describe"],
];
const FIELDS = Object.entries(trainConfigSchema.shape);
const defaultOf = (value: unknown) => (value === null ? "none" : JSON.stringify(value));
const words = (text: string) => text.replace(/\s+/g, " ");

describe("caucus train --help", () => {
  let flags: Map<string, string>;

  beforeAll(async () => {
    const { code, stdout } = await runCaucus(tmpdir(), ["train", "--help"]);
    expect(code).toBe(0);
    const entries = stdout.split(/^ {2}--/m).slice(1);
    flags = new Map(entries.map((entry) => [/^\S+/.exec(entry)![0], words(entry)]));
  });

  it.each(FIELDS)("says what %s is, and its default", (key, field) => {
    const value: unknown = field.parse(undefined);
    const nested = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
    const flag = kebabCase(key);
    const expected: [string, unknown][] = Object.keys(nested).length
      ? Object.entries(nested).map(([inner, innerDefault]) => [`${flag}.${inner}`, innerDefault])
      : [[flag, value]];
    for (const [name, defaultValue] of expected) {
      const text = flags.get(name);
      expect(field.description).toMatch(/\.$/);
      expect(text).toContain(field.description);
      expect(text).toContain(`[default: ${defaultOf(defaultValue)}]`);
    }
  });

  const SERVER = [
    "server",
    "tls-ca",
    "tls-cert",
    "tls-key",
    "token-file",
    "python",
    "python-command",
    "load",
  ];
  const REVISION = ["revise", "run", "retrain", "reviewers"];
  it.each(["config", ...SERVER, "out", "resume", ...REVISION, "engine", "backend"])(
    "says what --%s is",
    (flag) => {
      expect(flags.get(flag)).toMatch(/^\S+ [A-Za-z].*\./);
    },
  );

  it("has no other flags", () => {
    const known = FIELDS.map(([key]) => kebabCase(key));
    const others = [...flags.keys()].filter((flag) => !known.includes(flag.replace(/\..*/, "")));
    const own = ["config", ...SERVER, "out", "resume", ...REVISION, "engine", "backend"];
    expect(others).toEqual(["help", "version", ...own]);
  });
});

it("caucus experiment --help says what its flags are", async () => {
  const { code, stdout } = await runCaucus(tmpdir(), ["experiment", "--help"]);
  expect(code).toBe(0);
  const flags = [
    "list",
    "seeds",
    "scale",
    "jobs",
    "out",
    "environments",
    "algorithms",
    "representatives",
    "config",
  ];
  for (const flag of flags) expect(stdout).toMatch(new RegExp(`--${flag} +[A-Z].*`));
  for (const name of GRID_NAMES) expect(words(stdout)).toContain(name);
});

describe("caucus --help", () => {
  it("lists the commands", async () => {
    const { code, stdout } = await runCaucus(tmpdir(), ["--help"]);
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}caucus (\w+)(?: [[<]\w+(?:\.\.)?[\]>])* {2,}[A-Z].*$/gm)];
    expect(listed.map(([, command]) => command)).toEqual(COMMANDS);
  });

  it("and the version are on standard output", async () => {
    const { code, stdout } = await runCaucus(tmpdir(), ["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each(COMMANDS)("%s says what each of its flags is", async (command) => {
    const { code, stdout } = await runCaucus(tmpdir(), [command, "--help"]);
    expect(code).toBe(0);
    const flags = stdout.split(/^ {2}(?=--|\w+ {2,})/m).slice(1);
    expect(flags.length).toBeGreaterThan(2);
    for (const flag of flags) expect(words(flag)).toMatch(/^\S+ \S.+/);
  });

  it.each(["vega", "@resvg/resvg-js", "onnxruntime-node"])("loads no %s", async (name) => {
    expect(await runCaucus(tmpdir(), ["--help"], { env: without(name) })).toMatchObject({ code: 0 });
  });
});
