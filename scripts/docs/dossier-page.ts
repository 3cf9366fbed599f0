import { z } from "zod";
import { DOSSIER_FORMAT, dossierSchema } from "../../approval/index.js";
import { METRIC_NAMES, METRICS } from "../../client/assess/requirements/metrics.js";
import { code, escaped, page, table } from "./markdown.js";

const INTRODUCTION = `A dossier is a directory with the evidence about a run's policies: [\`caucus assess\`](../how-to/assess.md) writes it. \`dossier.html\` is for people, and \`dossier.json\` for programs; \
its format is \`${DOSSIER_FORMAT}\`. The policies are ONNX files in the folder \`policies\`, of [the form that servers take](policies.md).`;

const REQUIREMENTS = `A requirement is \`METRIC >= BOUND at CONFIDENCE%\`, with \`>=\` or \`<=\`. After it may come \`for policy J\` or \`for agents with PARAMETER in [A, B]\`; otherwise it is about all agents.`;

const EXIT_CODES: readonly (readonly string[])[] = [
  ["0", "all requirements are met, or there are none"],
  ["3", "a requirement is not met"],
  ["4", "no requirement is known not to be met, but one is undecided"],
  ["2", "something that was asked for is wrong, such as an unknown metric; nothing was written"],
  ["1", "anything else that went wrong"],
];

const SCHEMA =
  "Agents are numbered from 0, and representatives from 1, as their files are. Returns are on the environment's report scale. The file `docs/reference/dossier.schema.json` of the repository has the same:";

/** The format of dossiers, and what requirements may be about. */
export function dossierReference(): string {
  const metrics = METRIC_NAMES.map((name) => {
    const { description, isShare } = METRICS[name];
    return [code(name), escaped(description), isShare ? "a share, also in %" : "a number"];
  });
  return page("Dossiers", [
    INTRODUCTION,
    "## Requirements",
    REQUIREMENTS,
    table(["metric", "what it is", "bound"], metrics),
    "## Exit codes of `caucus assess`",
    table(["code", "meaning"], EXIT_CODES),
    "## JSON Schema",
    SCHEMA,
    `\`\`\`json\n${dossierSchemaText()}\`\`\``,
  ]);
}

/** The JSON Schema of dossier.json, as a file. */
export function dossierSchemaText(): string {
  const schema = z.toJSONSchema(dossierSchema, { target: "draft-2020-12" });
  return `${JSON.stringify({ $id: DOSSIER_FORMAT, title: "Caucus dossier", ...schema }, null, 2)}\n`;
}
