import { describe, expect, it } from "vitest";
import { createRegistry } from "../../../client/base/registry.js";
import { ConfigError } from "../../../client/index.js";

describe("a registry", () => {
  const registry = createRegistry("cover", { near: 1, far: 2 });
  registry.add("own", 3, "/own.mjs");

  it("has what is built in, and then what was added, with where that is from", () => {
    expect(registry.entries()).toEqual([
      ["near", 1],
      ["far", 2],
      ["own", 3],
    ]);
    expect([registry.get("far"), registry.get("own")]).toEqual([2, 3]);
    expect([registry.originOf("far"), registry.originOf("own")]).toEqual([undefined, "/own.mjs"]);
  });

  it("names all that there are, where one is asked for that is not there", () => {
    expect(registry.has("constructor")).toBe(false);
    const sentence = 'cover: expected one of "near"|"far"|"own", got "constructor"';
    expect(() => registry.get("constructor")).toThrow(new ConfigError(sentence));
  });
});
