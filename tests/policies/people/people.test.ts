import { expect, it } from "vitest";
import { createPeople, type Person } from "../../../policies/people/people.js";

const person = (agentId: string): Person => ({
  agentId,
  dossierName: "robots",
  dossierDigest: "",
  expectations: [],
  representative: 1,
  lost: "",
});

it("forgets whoever was not heard of for longest", () => {
  const people = createPeople(2);
  people.remember("", person("ann"));
  people.remember("", person("bea"));
  people.find("", "ann");
  people.remember("", person("cat"));
  expect(people.size).toBe(2);
  expect(people.find("", "bea")).toBeUndefined();
  expect(people.find("", "ann")?.agentId).toBe("ann");
  people.remember("", person("ann"));
  expect(people.size).toBe(2);
});

it("keeps callers apart, and takes from the one who has most", () => {
  const people = createPeople(3);
  people.remember("one", person("ann"));
  expect(people.find("two", "ann")).toBeUndefined();
  for (const name of ["a", "b", "c", "d"]) people.remember("two", person(name));
  expect(people.find("one", "ann")).toBeDefined();
  expect(["a", "b", "c", "d"].filter((name) => people.find("two", name))).toEqual(["c", "d"]);
  expect(people.size).toBe(3);
});
