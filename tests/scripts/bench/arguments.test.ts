import { describe, expect, it } from "vitest";
import { parseArguments } from "../../../scripts/bench/arguments.js";
import { BENCHES, DEFAULT_BENCHES } from "../../../scripts/bench/benches.js";

const NAMES = BENCHES.map(({ name }) => name);

describe("parseArguments", () => {
  it("has everything left out by default", () => {
    expect(parseArguments([], NAMES)).toEqual({ names: [], json: false, peers: undefined, rounds: 5 });
  });

  it("takes names and flags in any order", () => {
    const args = ["step", "--json", "--peers", "venv/bin/python", "act", "--rounds", "2"];
    expect(parseArguments(args, NAMES)).toEqual({
      names: ["step", "act"],
      json: true,
      peers: "venv/bin/python",
      rounds: 2,
    });
  });

  it.each([
    [
      ["steps"],
      'expected names among update, act, step, parallel, wire, serve, train, network, growth, soak, got "steps"',
    ],
    [
      ["--fast"],
      /^expected \[names…\] \[--json\] \[--peers PYTHON\] \[--rounds R\]; Unknown option '--fast'$/,
    ],
    [["--peers"], /--rounds R\]; Option '--peers <value>' argument missing$/],
    [["--rounds", "0"], '--rounds: expected a whole number from 1, got "0"'],
    [["--rounds", "many"], '--rounds: expected a whole number from 1, got "many"'],
  ])("refuses %j", (args, message) => {
    expect(() => parseArguments(args, NAMES)).toThrow(message);
  });
});

it("runs all but the longest where none is named", () => {
  expect(DEFAULT_BENCHES.map(({ name }) => name)).toEqual([
    "update",
    "act",
    "step",
    "wire",
    "serve",
    "train",
  ]);
});
