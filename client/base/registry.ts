import { ConfigError } from "./config-error.js";

/** Things of one kind by name: what is built in, and what users add. */
export interface Registry<T> {
  /** What its things are called, for example "cover". */
  readonly kind: string;
  has(name: string): boolean;
  /** @throws ConfigError if there is none of that name */
  get(name: string): T;
  /** In the order in which they were added. */
  entries(): readonly (readonly [string, T])[];
  /** @throws ConfigError if the name is taken */
  add(name: string, thing: T): void;
}

/** @param kind - what its things are called, which is also the setting that names one */
export function createRegistry<T>(kind: string, builtIn: Readonly<Record<string, T>>): Registry<T> {
  const things = new Map(Object.entries(builtIn));
  return {
    kind,
    has: (name) => things.has(name),
    get(name) {
      const thing = things.get(name);
      if (thing === undefined)
        throw new ConfigError(`${kind}: ${expectedNames(things.keys())}, got "${name}"`);
      return thing;
    },
    entries: () => [...things],
    add(name, thing) {
      if (things.has(name))
        throw new ConfigError(`${kind}: expected a name of its own, got "${name}", which is taken`);
      things.set(name, thing);
    },
  };
}

/** What a setting that names one of them is to be, for errors. */
export function expectedNames(names: Iterable<string>): string {
  return `expected one of ${[...names].map((name) => `"${name}"`).join("|")}`;
}
