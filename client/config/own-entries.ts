import { inspect } from "node:util";
import { z } from "zod";
import type { Assigner } from "../assignment/assigners/assigner.js";
import type { AssignerEntry } from "../assignment/assigners/entry.js";
import { assignerRegistry } from "../assignment/assigners/index.js";
import type { CoverEntry } from "../assignment/covers/cover.js";
import { coverRegistry } from "../assignment/covers/index.js";
import { ConfigError } from "../base/config-error.js";
import type { Registry } from "../base/registry.js";

const method = z.custom<() => unknown>((value) => typeof value === "function", "a function");
const text = z.string("text").min(1, "text");
const flag = z.boolean("true or false");

/** Checks a user's entry against `AssignerEntry`, since its author may not use TypeScript. */
const assignerSchema = z.object(
  {
    description: text,
    create: method,
    fixedCount: method.optional(),
    needsClusters: method.optional(),
    prototypes: z.object({ decidesCount: method, find: method }, "an object").optional(),
    summary: method.optional(),
    zeroShot: method.optional(),
  },
  "an object",
);

/** Checks a user's entry against `CoverEntry`. */
const coverSchema = z.object(
  { description: text, choose: method, decidesCount: flag.optional() },
  "an object",
);

/** Checks the assigner that `create` returns. */
const createdSchema = z.object(
  { trained: flag, initialize: method, weights: method, update: method, assignment: method },
  "an Assigner",
);

const NAME = /^[a-z0-9]+([-+]+[a-z0-9]+)*\+*$/;

/** A kind of entries that modules can add to a registry. */
interface Kind {
  readonly schema: z.ZodType;
  readonly registry: Registry<unknown>;
  /** Converts an entry to the form that is registered. */
  register(entry: unknown, name: string, path: string): unknown;
}

/** Kinds by the name of the module's export. */
const KINDS: Readonly<Record<string, Kind>> = {
  assigners: {
    schema: assignerSchema,
    registry: assignerRegistry as Registry<unknown>,
    register: (entry, name, path) => checkedAssigners(entry as AssignerEntry, `assigners.${name}`, path),
  },
  covers: {
    schema: coverSchema,
    registry: coverRegistry as Registry<unknown>,
    register: (entry) => entry as CoverEntry,
  },
};

/** Names of the exports with which a module adds names to settings. */
export const OWN_EXPORTS = Object.keys(KINDS);

/**
 * Adds a module's assigners and covers to the registries. Each export is a record of entries by name.
 * @param path - path of the module
 * @throws ConfigError at the first invalid entry or name that is taken
 */
export function addOwnEntries(exported: Readonly<Record<string, unknown>>, path: string): void {
  for (const [key, { schema, registry, register }] of Object.entries(KINDS)) {
    if (!(key in exported)) continue;
    for (const [name, entry] of Object.entries(recordOf(exported[key], key, path))) {
      checkName(name, key, registry, path);
      check(schema, entry, `${key}.${name}`, path);
      registry.add(name, register(entry, name, path), path);
    }
  }
}

function recordOf(value: unknown, key: string, path: string): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw wrong(key, "a record of entries by name", value, path);
}

function checkName(name: string, key: string, registry: Registry<unknown>, path: string): void {
  const where = `${key}.${name}`;
  if (!NAME.test(name)) throw wrong(where, 'a name in kebab-case, such as "my-own"', name, path);
  if (!registry.has(name)) return;
  const owner = registry.originOf(name);
  const taken = owner === undefined ? "which is built in" : `which ${owner} has`;
  throw new ConfigError(`${where}: expected a name of its own, got "${name}", ${taken} (${path})`);
}

/** Wraps an entry so that the assigners it creates are checked before training. */
function checkedAssigners(entry: AssignerEntry, where: string, path: string): AssignerEntry {
  return {
    ...entry,
    create(size, settings): Assigner {
      const created = entry.create(size, settings);
      check(createdSchema, created, `${where}.create()`, path);
      return created;
    },
  };
}

function check(schema: z.ZodType, value: unknown, where: string, path: string): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const [issue] = result.error.issues;
  const found = issue.path.reduce<unknown>(
    (whole, key) => (whole as Record<PropertyKey, unknown>)[key],
    value,
  );
  throw wrong([where, ...issue.path.map(String)].join("."), issue.message, found, path);
}

function wrong(where: string, expected: string, got: unknown, path: string): ConfigError {
  return new ConfigError(`${where}: expected ${expected}, got ${inspect(got, { depth: 0 })} (${path})`);
}
