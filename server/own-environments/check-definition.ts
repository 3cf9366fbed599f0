import { inspect } from "node:util";
import type { z } from "zod";
import { configureEnv, type EnvDefinition, InvalidValueError } from "../../envs/index.js";
import { definitionSchema, kindSchema } from "./definition-schema.js";

/**
 * Checks that a value is an environment's definition that works with its options' defaults.
 * @param where - the value's name in its module, for example "environments[0]"
 * @param context - the module
 * @throws InvalidValueError at the first invalid part
 */
export function checkDefinition(
  value: unknown,
  where: string,
  context: string,
): asserts value is EnvDefinition {
  check(definitionSchema, value, where, context);
  const definition = value as EnvDefinition;
  const kind = configureDefaults(definition, where, context);
  check(kindSchema, kind, `${where}.configure()`, context);
  if (kind.spec.id === definition.id) return;
  const got = inspect(kind.spec.id);
  throw new InvalidValueError(
    `${where}.configure().spec.id`,
    `"${definition.id}", as the definition's`,
    got,
    context,
  );
}

function configureDefaults(definition: EnvDefinition, where: string, context: string) {
  try {
    return configureEnv(definition);
  } catch (error) {
    throw new InvalidValueError(`${where}.configure`, "its options' defaults to do", String(error), context);
  }
}

function check(schema: z.ZodType, value: unknown, where: string, context: string): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const [{ path, message }] = result.error.issues;
  const found = path.reduce<unknown>((whole, key) => (whole as Record<PropertyKey, unknown>)[key], value);
  const got = inspect(found, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
  throw new InvalidValueError(`${where}${pathText(path)}`, message, got, context);
}

/** ["options", 0, "name"] is ".options[0].name". */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
}
