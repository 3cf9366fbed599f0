import { readFile } from "node:fs/promises";
import { parse as parseYaml } from "yaml";
import type { Options } from "yargs";
import { z } from "zod";
import { kebabCase } from "../../proto/kebab-case.js";
import { ConfigError, defaultSettings } from "../config/resolve-config.js";
import { type TrainConfigInput, trainConfigSchema } from "../config/train-config.js";
import { FILE_SETTINGS } from "./file-settings.js";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A flag in kebab-case for every field of the config. A flag that is not given has no value. */
export function configFlags(): Record<string, Options> {
  const { properties = {} } = z.toJSONSchema(trainConfigSchema, { io: "input", unrepresentable: "any" });
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, schema]) => flagsOf(kebabCase(key), schema as JsonSchema)),
  );
}

function flagsOf(name: string, schema: JsonSchema): [string, Options][] {
  const { description = "", default: defaultValue } = schema;
  if (schema.properties) {
    // A nested object, such as a schedule, gets one flag for each of its fields.
    const fields = Object.entries(schema.properties).map(([field, inner]): [string, Options] => [
      `${name}.${field}`,
      {
        type: "number",
        requiresArg: true,
        describe: `${description} Here: ${(inner as JsonSchema).description}.`,
        defaultDescription: String((defaultValue as Record<string, unknown>)[field]),
      },
    ]);
    // Yargs rejects a flag with a dot unless the part before the dot is a flag as well.
    return [...fields, [name, { hidden: true }]];
  }
  const variants = (schema.anyOf ?? [schema]) as JsonSchema[];
  const [{ type, enum: choices }] = variants;
  const mayBeFile = Object.keys(FILE_SETTINGS).some((key) => kebabCase(key) === name);
  const options: Options = {
    describe: description,
    defaultDescription: defaultValue === null ? "none" : JSON.stringify(defaultValue),
  };
  if (type === "boolean") options.type = "boolean";
  else options.requiresArg = true;
  if (type === "number" || type === "integer") options.type = "number";
  if (type === "string" || mayBeFile) options.type = "string";
  if (type === "array") Object.assign(options, { type: "array", number: true });
  if (choices) options.choices = choices as string[];
  return [[name, options]];
}

/** The config file's settings, overridden by the flags. Names of data files are replaced by the files' contents. */
export async function configFromFlags(
  flags: Readonly<Record<string, unknown>>,
  file: string | undefined,
): Promise<TrainConfigInput> {
  const settings: Record<string, unknown> = file === undefined ? {} : await readConfigFile(file);
  for (const key of Object.keys(trainConfigSchema.shape)) {
    const value = flags[kebabCase(key)];
    if (value === undefined) continue;
    checkParts(key, value);
    const nested = typeof value === "object" && !Array.isArray(value);
    settings[key] = nested
      ? { ...defaultOf(key, settings), ...(settings[key] as object), ...withBooleans(value) }
      : value;
  }
  for (const [key, read] of Object.entries(FILE_SETTINGS)) {
    const value = settings[key];
    if (typeof value === "string") settings[key] = await read(value);
  }
  return settings as TrainConfigInput;
}

/** @throws ConfigError if a setting that consists of parts is given as one value */
function checkParts(key: string, value: unknown): void {
  const flag = `--${kebabCase(key)}`;
  const parts = partsOf(key).map((part) => `${flag}.${part}`);
  const [whole] = [value].flat().filter((one) => typeof one !== "object");
  if (parts.length === 0 || whole === undefined) return;
  throw new ConfigError(`${flag}: expected ${parts.join(" and ")}, got ${whole}`);
}

/** The names that may follow a dot after a flag; none if the flag takes one value. */
function partsOf(key: string): string[] {
  const { properties = {} } = z.toJSONSchema(trainConfigSchema, { io: "input", unrepresentable: "any" });
  const { properties: parts, additionalProperties } = properties[key] as JsonSchema;
  if (parts) return Object.keys(parts);
  return typeof additionalProperties === "object" ? ["NAME VALUE"] : [];
}

/** Converts "true" and "false" to booleans, since yargs does not know which options of an environment are booleans. */
function withBooleans(fields: object | null): object {
  const read = (value: unknown) => (value === "true" || value === "false" ? value === "true" : value);
  return Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [name, read(value)]));
}

/** Names of the given flags that are settings, including their parts. */
export function givenFlags(flags: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(trainConfigSchema.shape).flatMap((key) => {
    const [name, value] = [kebabCase(key), flags[kebabCase(key)]];
    if (value === undefined) return [];
    const nested = typeof value === "object" && value !== null && !Array.isArray(value);
    return nested ? Object.keys(value).map((part) => `${name}.${part}`) : [name];
  });
}

/** @throws ConfigError if the file is not a config file */
async function readConfigFile(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, "utf8").catch((error: Error) => {
    throw new ConfigError(`--config ${path}: ${error.message}`);
  });
  const settings = parseConfig(text, path);
  if (settings === null || typeof settings !== "object" || Array.isArray(settings)) {
    throw new ConfigError(`--config ${path}: expected settings by name, got ${JSON.stringify(settings)}`);
  }
  return settings as Record<string, unknown>;
}

/** Parses YAML, of which JSON is a subset. */
function parseConfig(text: string, path: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    // Only the first line is the reason; the others show the place in the file.
    const [reason] = (error as Error).message.split(":\n");
    throw new ConfigError(`--config ${path}: expected YAML or JSON, got ${reason}`);
  }
}

/** @param settings - name the environment and the preset, which may set other defaults */
function defaultOf(key: string, settings: TrainConfigInput): object {
  const name = key as keyof TrainConfigInput;
  const value: unknown =
    defaultSettings(settings)[name] ?? trainConfigSchema.shape[name].safeParse(undefined).data;
  return typeof value === "object" && value !== null ? value : {};
}
