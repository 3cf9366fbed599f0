import { readFileSync } from "node:fs";
import { join } from "node:path";
import { METRICS, type Metric } from "../../client/records/metrics.js";
import { type DocumentedField, interfaceFields } from "./doc-comments.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION = `What a run writes down, from the list of metrics and the types that the program itself writes. k is the number of representatives, n of agents, p of an agent's parameters. \
Returns are on the environment's report scale.`;

/**
 * Fields of metrics.jsonl and summary.json.
 * @param root - the repository
 */
export function recordsPage(root: string): string {
  const source = readFileSync(join(root, "client/records/records.ts"), "utf8");
  const spread = readFileSync(join(root, "client/ops/distribution.ts"), "utf8");
  const entry = readFileSync(join(root, "client/assignment/assigners/entry.ts"), "utf8");
  const facts = readFileSync(join(root, "client/assignment/covers/cover-facts.ts"), "utf8");
  const fieldsOf = (text: string, name: string) => fieldTable(interfaceFields(text, name));
  return page("Metrics and records", [
    INTRODUCTION,
    "## metrics.jsonl\n\nOne row an iteration. Names that CleanRL has too are spelled as there.",
    fieldTable(Object.entries(METRICS).flatMap(([name, metric]) => metricFields(name, metric))),
    "## summary.json",
    fieldTable([...interfaceFields(source, "Summary"), ...interfaceFields(entry, "AssignerSummary")]),
    "### Estimate",
    fieldsOf(source, "Estimate"),
    "### Distribution",
    fieldsOf(spread, "Distribution"),
    "### ParameterSpec",
    fieldsOf(source, "ParameterSpec"),
    "### CommitteeSummary",
    fieldTable([...interfaceFields(facts, "CoverFacts"), ...interfaceFields(entry, "CommitteeSummary")]),
  ]);
}

/** A metric, or each of its parts. */
function metricFields(name: string, { of, nullable, parts, description }: Metric): DocumentedField[] {
  if (parts !== undefined) {
    return Object.entries(parts).map(([part, comment]) => ({
      name: `${name}.${part}`,
      type: "number",
      comment: `${description} ${comment}`,
    }));
  }
  const value = nullable ? "number | null" : "number";
  if (of === "run") return [{ name, type: value, comment: description }];
  const type = nullable ? `(${value})[]` : `${value}[]`;
  return [{ name, type, comment: `[${of === "agent" ? "n" : "k"}]: ${description}` }];
}

function fieldTable(fields: readonly DocumentedField[]): string {
  const rows = fields.map(({ name, type, comment }) => [
    code(name),
    code(type.replaceAll("readonly ", "")),
    escaped(comment),
  ]);
  return table(["field", "type", "meaning"], rows);
}
