// One list knows every field of a row of metrics and every tag of TensorBoard's: what names them elsewhere agrees with it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { METRICS, type Metric } from "../../../client/records/metrics.js";
import { inProcessHosts } from "../runs/support/hosts.js";
import { tinyConfig } from "../runs/support/settings.js";
import { trainRun } from "../runs/support/train-run.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const METRIC_LIST: [string, Metric][] = Object.entries(METRICS);
const TAG = /(?:charts|losses)\/\w+/g;

/** Tag → field, of what the run, or each representative, has. */
const tagsOf = (of: Metric["of"]) =>
  METRIC_LIST.flatMap(([key, metric]) =>
    metric.tag !== null && metric.of === of ? [[metric.tag, key]] : [],
  );

const TAGS = METRIC_LIST.flatMap(([, { tag }]) => tag ?? []);

/** The Markdown files that users read. */
function documents(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => join(folder, name));
}

describe("the list of metrics", () => {
  it("has a sentence for each field, and no tag twice", () => {
    for (const [, { description }] of METRIC_LIST) expect(description).toMatch(/^.+\.$/);
    expect(new Set(TAGS).size).toBe(TAGS.length);
  });

  it("is what a run writes, in its rows and for TensorBoard", async () => {
    const hosts = await inProcessHosts(0);
    const config = tinyConfig("resource-gathering", "em");
    const directory = await trainRun(hosts, config).finally(hosts.close);
    const rows = await directory.readMetrics();
    const sizes = { representative: config.representatives, agent: 25 };
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(Object.keys(METRICS).sort());
      for (const [key, { of }] of METRIC_LIST) {
        const value = row[key as keyof typeof row];
        if (of === "run") expect(Array.isArray(value), key).toBe(false);
        else expect(value, key).toHaveLength(sizes[of]);
      }
    }
    const events = readdirSync(directory.path).filter((name) => name.startsWith("events."));
    const written = events.map((name) => readFileSync(join(directory.path, name), "latin1")).join("");
    expect(new Set(written.match(TAG))).toEqual(new Set(TAGS));
  });

  it("is what the check in TensorBoard expects", () => {
    const script = readFileSync(join(ROOT, "scripts/golden/event_files.py"), "utf8");
    const tableOf = (name: string) => {
      const [, body] = new RegExp(`^${name} = \\{\\n([^}]*)\\}`, "m").exec(script)!;
      return [...body.matchAll(/"(.*)": "(.*)"/g)].map(([, tag, key]) => [tag, key]).sort();
    };
    expect(tableOf("SCALARS")).toEqual(tagsOf("run").sort());
    expect(tableOf("OF_REPRESENTATIVES")).toEqual(tagsOf("representative").sort());
  });

  it("has every tag that documents name, and a document that lists tags lists all", () => {
    for (const path of ["README.md", ...documents("docs")]) {
      const named = new Set(readFileSync(join(ROOT, path), "utf8").match(TAG));
      for (const tag of named) expect(TAGS, path).toContain(tag);
      if (named.size > 3) expect([...named].sort(), path).toEqual([...TAGS].sort());
    }
  });
});
