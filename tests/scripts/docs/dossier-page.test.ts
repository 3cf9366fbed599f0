import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { METRIC_NAMES } from "../../../client/assess/requirements/metrics.js";
import { dossierReference, dossierSchemaText } from "../../../scripts/docs/dossier-page.js";

it("the JSON Schema in the repository is that of the code; npm run docs writes it", () => {
  expect(readFileSync("docs/reference/dossier.schema.json", "utf8")).toBe(dossierSchemaText());
});

it("the JSON Schema allows nothing that is not named", () => {
  const { additionalProperties, required, properties } = JSON.parse(dossierSchemaText());
  expect(additionalProperties).toBe(false);
  expect(required.toSorted()).toEqual(Object.keys(properties).sort());
});

it("the page names every metric", () => {
  for (const name of METRIC_NAMES) expect(dossierReference()).toContain(`| \`${name}\` |`);
});
