import { z } from "zod";
import { trainConfigSchema } from "../../client/config/train-config.js";
import { kebabCase } from "../../proto/kebab-case.js";
import { code, escaped, page, table } from "./markdown.js";

type JsonSchema = z.core.JSONSchema.JSONSchema;

const INTRODUCTION = `Every setting of a training run, from its schema. A setting is a flag of \`caucus train\` (\`--batch-size 1024\`) and a key of a \
\`--config\` file in YAML or JSON (\`batchSize: 1024\`). Defaults here are those of \`--preset paper\`; environments have some of their own.`;

/** All settings of a training run: type, bounds, default and meaning. */
export function settingsPage(): string {
  const { properties = {} } = z.toJSONSchema(trainConfigSchema, { io: "input", unrepresentable: "any" });
  const rows = Object.entries(properties).map(([key, value]) => {
    const schema = value as JsonSchema;
    return [
      code(key),
      flagsOf(key, schema).map(code).join(" "),
      escaped(typeOf(schema)),
      code(defaultOf(schema)),
      escaped(schema.description ?? ""),
    ];
  });
  return page("Settings", [INTRODUCTION, table(["setting", "flag", "type", "default", "meaning"], rows)]);
}

function flagsOf(key: string, { properties }: JsonSchema): string[] {
  const flag = `--${kebabCase(key)}`;
  return properties === undefined ? [flag] : Object.keys(properties).map((part) => `${flag}.${part}`);
}

function defaultOf({ default: value }: JsonSchema): string {
  return value === null || value === undefined ? "none" : JSON.stringify(value);
}

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf) return (schema.anyOf as JsonSchema[]).map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.join(", ");
  if (schema.type === "array") return `list of ${typeOf(schema.items as JsonSchema)}`;
  if (schema.properties) return `object of ${Object.keys(schema.properties).join(" and ")}`;
  if (schema.type === "object") return "options by name";
  return [schema.type === "null" ? "none" : (schema.type as string), boundsOf(schema)]
    .filter(Boolean)
    .join(" ");
}

function boundsOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const inside = (bound: number | boolean | undefined) =>
    typeof bound === "number" && Math.abs(bound) !== Number.MAX_SAFE_INTEGER ? bound : undefined;
  const bounds = [
    ["≥", inside(minimum)],
    [">", inside(exclusiveMinimum)],
    ["≤", inside(maximum)],
    ["<", inside(exclusiveMaximum)],
  ];
  return bounds.flatMap(([sign, bound]) => (bound === undefined ? [] : `${sign} ${bound}`)).join(", ");
}
