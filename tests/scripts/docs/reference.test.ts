// The generated reference is complete: it lists what the code has.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { trainConfigSchema } from "../../../client/config/train-config.js";
import { METRICS } from "../../../client/records/metrics.js";
import { kebabCase } from "../../../proto/kebab-case.js";
import { contractPage, errorsPage, policiesContractPage } from "../../../scripts/docs/contract-pages.js";
import { interfaceFields } from "../../../scripts/docs/doc-comments.js";
import { environmentsPage } from "../../../scripts/docs/environments-page.js";
import { policiesPage } from "../../../scripts/docs/policies-page.js";
import { prometheusPage } from "../../../scripts/docs/prometheus-page.js";
import { errorReasons, protoBlocks } from "../../../scripts/docs/proto-comments.js";
import { recordsPage } from "../../../scripts/docs/records-page.js";
import { serverPage } from "../../../scripts/docs/server-page.js";
import { settingsPage } from "../../../scripts/docs/settings-page.js";
import { SERVER_FIELDS } from "../../../server/base/config.js";
import { builtinEnvironments } from "../../../server/builtin-environments.js";
import { OPERATORS } from "../../../serving/models/operators.js";

/** The cells of a page's table row, by its first cell. */
function cellsOf(page: string, first: string): string[] {
  const line = page.split("\n").find((text) => text.startsWith(`| ${first} |`));
  return line?.slice(2, -2).split(" | ") ?? [];
}

describe("the settings", () => {
  const page = settingsPage();

  it("are all there, each with a meaning", () => {
    for (const key of Object.keys(trainConfigSchema.shape)) {
      expect(cellsOf(page, `\`${key}\``).at(-1), key).not.toBe("");
      expect(cellsOf(page, `\`${key}\``), key).toHaveLength(5);
    }
  });

  it("have types, bounds and defaults", () => {
    expect(cellsOf(page, "`discount`")).toEqual([
      "`discount`",
      "`--discount`",
      "number ≥ 0, ≤ 1",
      "`0.99`",
      "γ, the discount factor.",
    ]);
    expect(cellsOf(page, "`batchSize`").slice(1, 4)).toEqual(["`--batch-size`", "integer > 0", "`2048`"]);
    expect(cellsOf(page, "`learningRate`").slice(1, 3)).toEqual([
      "`--learning-rate.start` `--learning-rate.end`",
      "object of start and end",
    ]);
    expect(cellsOf(page, "`klLimit`").slice(2, 4)).toEqual(["number > 0 or none", "`none`"]);
  });
});

describe("the server's flags", () => {
  it("are all there, with ranges and defaults", () => {
    const page = serverPage();
    for (const name of Object.keys(SERVER_FIELDS))
      expect(cellsOf(page, `\`--${kebabCase(name)}\``)).toHaveLength(4);
    expect(cellsOf(page, "`--port`").slice(1, 3)).toEqual(["0 to 65535", "`50051`"]);
    expect(cellsOf(page, "`--max-memory`")[2]).toBe("three quarters of the machine's");
    expect(cellsOf(page, "`--when-revoked`").slice(1, 3)).toEqual(["next-best, none", "`next-best`"]);
  });
});

describe("the policies", () => {
  it("may have every operator that is named, and as much as the limits say", () => {
    const page = policiesPage();
    for (const operator of OPERATORS) expect(page).toContain(`\`${operator}\``);
    expect(page).not.toContain("`Loop`");
    expect(cellsOf(page, "operators of a graph")[1]).toBe("4096");
    expect(cellsOf(page, "multiplications in a step, for the same environments")[1]).toBe("1073741824");
  });
});

describe("the environments", () => {
  it("are all there, with options and agents' parameters", () => {
    const page = environmentsPage();
    for (const { id, options } of builtinEnvironments.values()) {
      const [, section] = page.split(`\n## ${id}\n`);
      for (const { name } of options) expect(section).toContain(`| \`${name}\` |`);
    }
    expect(page.split("\n## half-cheetah-velocity\n")[1]).toContain("| reward of an agent | −∞ to 0 |");
    expect(page).toContain("| observation | float32 [348], without bounds |");
    expect(cellsOf(page, "`tile`").slice(2, 3)).toEqual(["whole, 0 to 24"]);
    expect(cellsOf(page, "`direction`").slice(1, 3)).toEqual(["rad", "0 to 6.2832"]);
  });
});

describe("the records", () => {
  it("are the metrics of the list, with their parts, and the fields of the types", () => {
    const [, rows] = recordsPage(".").split("\n## metrics.jsonl\n");
    const names = [...rows.split("\n## ")[0].matchAll(/^\| `(.*?)`/gm)].map(([, name]) => name);
    expect(names.slice(0, 3)).toEqual(["iteration", "transitions", "welfare"]);
    expect(names.slice(-2)).toEqual(["seconds.wire", "seconds.updating"]);
    expect(new Set(names.map((name) => name.split(".")[0]))).toEqual(new Set(Object.keys(METRICS)));
    expect(cellsOf(rows, "`welfare`")[2]).toMatch(/^Mean over agents of the utility .* an episode\.$/);
    expect(cellsOf(rows, "`flips`")[1]).toBe("`number`");
    expect(cellsOf(rows, "`episodes`").slice(1)).toEqual([
      "`number[]`",
      `[k]: ${METRICS.episodes.description}`,
    ]);
    expect(cellsOf(rows, "`assignment`")[2]).toMatch(/^\[n\]: The representative/);
    expect(rows).toContain("\n| `episodeReturns` | `(number \\| null)[]` | [k]: ");
    expect(cellsOf(recordsPage("."), "`committee`")[1]).toBe("`CommitteeSummary`");
    expect(cellsOf(recordsPage("."), "`trainOn`")[1]).toBe('`CommitteeConfig["trainOn"]`');
  });

  it("refuse an interface that is not there", () => {
    expect(() => interfaceFields("", "None")).toThrow("expected an interface None, got none");
  });

  it("refuse a field of more than one line", () => {
    const source =
      "export interface One {\n  /** A part. */\n  readonly a: {\n    readonly b: number;\n  };\n}\n";
    expect(() => interfaceFields(source, "One")).toThrow(
      'interface One: expected a comment or a field of one line, got "readonly a: {"',
    );
  });
});

describe("the contract", () => {
  it("lists the reasons that the code has, with their statuses", () => {
    const page = errorsPage(".");
    const source = readFileSync("proto/errors.ts", "utf8");
    const [, codes] = /const CODES = \{([^}]*)\}/.exec(source)!;
    const reasons = [...codes.matchAll(/^\s+([A-Z_]+):/gm)].map(([, name]) => name);
    expect(reasons.length).toBeGreaterThan(10);
    for (const reason of reasons) expect(cellsOf(page, `\`${reason}\``), reason).toHaveLength(3);
    expect(cellsOf(page, "`UNKNOWN_ENVIRONMENT`")).toEqual(["`UNKNOWN_ENVIRONMENT`", "`NOT_FOUND`", ""]);
    expect(cellsOf(page, "`UNKNOWN_SESSION`")[2]).toBe("it was closed, or its lease ran out");
    expect(cellsOf(page, "`uint32 max_sessions`")[1]).toBe("Sessions of all clients at a time.");
  });

  it("has every message, enum and service", () => {
    const page = contractPage(".");
    for (const file of ["service", "environment", "session", "interaction", "space", "tensor"]) {
      const source = readFileSync(`proto/rmdp/v1/${file}.proto`, "utf8");
      const names = [...source.matchAll(/^(?:message|enum|service) (\w+)/gm)].map(([, name]) => name);
      for (const name of names) expect(page).toContain(`\n### ${name}\n`);
    }
    expect(cellsOf(page, "`AUTORESET_MODE_DISABLED`")[1]).toMatch(/^Nothing resets by itself/);
    expect(cellsOf(page, "`Box box (one of kind)`")).toHaveLength(2);
  });

  it("of policies has every message, enum and service", () => {
    const page = policiesContractPage(".");
    for (const file of ["policies", "assignment", "acting"]) {
      const source = readFileSync(`proto/policies/v1/${file}.proto`, "utf8");
      const names = [...source.matchAll(/^(?:message|enum|service) (\w+)/gm)].map(([, name]) => name);
      for (const name of names) expect(page).toContain(`\n### ${name}\n`);
    }
    expect(cellsOf(page, "`string agent_id (one of who)`")[1]).toMatch(/^One agent that was assigned/);
  });

  it("takes comments of what they stand above", () => {
    const [block] = protoBlocks(
      "// Lost.\n\n// A thing.\nmessage Thing {\n  // First.\n  // Line.\n  uint32 one = 1;\n}\n",
    );
    expect(block).toEqual({
      kind: "message",
      name: "Thing",
      comment: ["A thing."],
      members: [{ declaration: "uint32 one", name: "one", comment: "First. Line." }],
    });
    expect(() => errorReasons(["none"])).toThrow("expected error reasons above the service, got none");
  });
});

it("lists the server's own metrics before Node's", () => {
  const names = [...prometheusPage().matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(names[0]).toBe("caucus_sessions");
  expect(names).toContain("caucus_errors_total");
  expect(names).toContain("caucus_policies_served");
  expect(names.at(-1)).not.toMatch(/^caucus_/);
});
