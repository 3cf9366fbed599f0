import { findDefinition, InvalidValueError } from "../../envs/index.js";
import type { Catalog } from "./catalog.js";

/** Several catalogs as one. */
export function joinCatalogs(catalogs: readonly Catalog[]): Catalog {
  let owners: ReadonlyMap<string, Catalog> | undefined;

  /** @returns the catalog of each environment, which stays the same */
  async function ownersById(): Promise<ReadonlyMap<string, Catalog>> {
    if (owners !== undefined) return owners;
    const found = new Map<string, Catalog>();
    for (const catalog of catalogs) {
      for (const { id } of await catalog.list()) {
        if (found.has(id))
          throw new InvalidValueError("python", "ids that no other environment has", `"${id}"`);
        found.set(id, catalog);
      }
    }
    owners = found;
    return found;
  }

  return {
    async ready() {
      for (const catalog of catalogs) await catalog.ready();
      await ownersById();
    },
    async list() {
      const lists = await Promise.all(catalogs.map((catalog) => catalog.list()));
      return lists.flat();
    },
    async choose(choice, client) {
      return findDefinition(await ownersById(), choice.environmentId).choose(choice, client);
    },
    async close() {
      await Promise.all(catalogs.map((catalog) => catalog.close()));
    },
  };
}
