import { ConfigError } from "./config-error.js";

/** Entries of one kind by name: the built-in ones, and those that users add. */
export interface Registry<T> {
  has(name: string): boolean;
  /** @throws ConfigError if there is no entry of that name */
  get(name: string): T;
  /** All entries in the order in which they were added. */
  entries(): readonly (readonly [string, T])[];
  /** @param origin - the user's module that defines the entry */
  add(name: string, thing: T, origin: string): void;
  /** The user's module that defines a name; undefined if the name is built in or unknown. */
  originOf(name: string): string | undefined;
}

/** @param setting - the setting that takes these names, for errors */
export function createRegistry<T>(setting: string, builtIn: Readonly<Record<string, T>>): Registry<T> {
  const things = new Map(Object.entries(builtIn));
  const origins = new Map<string, string>();
  return {
    has: (name) => things.has(name),
    get(name) {
      const thing = things.get(name);
      if (thing !== undefined) return thing;
      throw new ConfigError(`${setting}: ${expectedNames(things.keys())}, got "${name}"`);
    },
    entries: () => [...things],
    add(name, thing, origin) {
      things.set(name, thing);
      origins.set(name, origin);
    },
    originOf: (name) => origins.get(name),
  };
}

/** Text for errors that lists the expected names. */
export function expectedNames(names: Iterable<string>): string {
  return `expected one of ${[...names].map((name) => `"${name}"`).join("|")}`;
}
