import { expect, it } from "vitest";
import { createRegistry, type EnvDefinition } from "../../../envs/index.js";
import { joinCatalogs } from "../../../server/catalog/joined-catalog.js";
import { createLocalCatalog } from "../../../server/catalog/local-catalog.js";
import { builtinEnvironments, createEnvironmentService } from "../../../server/index.js";

const { limits } = createEnvironmentService({ workers: 0 });
const walk = builtinEnvironments.get("resource-gathering")!;
const named = (id: string): EnvDefinition => ({
  ...walk,
  id,
  configure: (options) => {
    const kind = walk.configure(options);
    return { ...kind, spec: { ...kind.spec, id } };
  },
});
const catalogOf = (...ids: string[]) => createLocalCatalog(createRegistry(ids.map(named)), limits);
const choice = (environmentId: string) => ({ environmentId, options: undefined, agents: undefined });

it("environments of all catalogs are listed and chosen", async () => {
  const joined = joinCatalogs([catalogOf("one", "two"), catalogOf("three")]);
  await joined.ready();
  expect((await joined.list()).map(({ id }) => id)).toEqual(["one", "two", "three"]);
  for (const id of ["one", "three"]) expect((await joined.choose(choice(id), "")).spec.id).toBe(id);
});

it("an unknown id is refused with all that there are", async () => {
  const joined = joinCatalogs([catalogOf("one"), catalogOf("two")]);
  await expect(joined.choose(choice("three"), "")).rejects.toThrow('expected one of one, two, got "three"');
});

it("an id that two catalogs have is an error", async () => {
  const joined = joinCatalogs([catalogOf("one", "two"), catalogOf("two")]);
  await expect(joined.ready()).rejects.toThrow(
    'python: expected ids that no other environment has, got "two"',
  );
});
