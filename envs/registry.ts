import type { EnvKind } from "./env.js";
import { InvalidValueError } from "./errors.js";
import { type OptionSpec, type Options, resolveOptions } from "./options.js";

/** An environment that servers can offer. */
export interface EnvDefinition {
  /** In kebab-case, for example "half-cheetah". */
  readonly id: string;
  readonly options: readonly OptionSpec[];
  /** n, if the client gives no number. */
  readonly defaultNumAgents: number;
  /** @param options - complete and checked */
  configure(options: Options): Omit<EnvKind, "options">;
}

/** The environments of a server, by id. */
export type EnvRegistry = ReadonlyMap<string, EnvDefinition>;

export function createRegistry(definitions: readonly EnvDefinition[]): EnvRegistry {
  return new Map(definitions.map((definition) => [definition.id, definition]));
}

/**
 * @param registry - environments, or facts about them, by id
 * @throws InvalidValueError at an unknown id; its text lists the known ones
 */
export function findDefinition<T>(registry: ReadonlyMap<string, T>, id: string): T {
  const definition = registry.get(id);
  if (definition === undefined) {
    throw new InvalidValueError("environment_id", `one of ${[...registry.keys()].join(", ")}`, `"${id}"`);
  }
  return definition;
}

/** @throws InvalidValueError at unknown or invalid options */
export function configureEnv(
  definition: EnvDefinition,
  given: Readonly<Record<string, unknown>> = {},
): EnvKind {
  const options = resolveOptions(definition.options, given, `env "${definition.id}"`);
  return { ...definition.configure(options), options };
}
