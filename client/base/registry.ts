import { ConfigError } from "./config-error.js";

/** Things of one kind by name: what is built in, and what users add. */
export interface Registry<T> {
  has(name: string): boolean;
  /** @throws ConfigError if there is none of that name */
  get(name: string): T;
  /** In the order in which they were added. */
  entries(): readonly (readonly [string, T])[];
  /** @param origin - the user's module that has it */
  add(name: string, thing: T, origin: string): void;
  /** The user's module that has it; undefined of what is built in, or is not there. */
  originOf(name: string): string | undefined;
}

/** @param setting - that names one of them, for errors */
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

/** What a setting that names one of them is to be, for errors. */
export function expectedNames(names: Iterable<string>): string {
  return `expected one of ${[...names].map((name) => `"${name}"`).join("|")}`;
}
