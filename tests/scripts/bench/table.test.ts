import { describe, expect, it } from "vitest";
import type { Bench } from "../../../scripts/bench/bench.js";
import { ratios } from "../../../scripts/bench/ratios.js";
import type { Row } from "../../../scripts/bench/row.js";
import { benchSection, markdownTable } from "../../../scripts/bench/table.js";

const REFERENCE = { engine: "theirs", field: "ms", same: ["k", "n"] };

const row = (engine: string, fields: object): Row => ({ bench: "some", engine, ...fields });

describe("ratios", () => {
  it("are to the first row of the reference in the same case", () => {
    const rows = [
      row("ours", { k: 1, ms: 3 }),
      row("theirs", { k: 1, ms: 2, threads: 2 }),
      row("theirs", { k: 1, ms: 1, threads: 1 }),
      row("ours", { k: 2, ms: 3 }),
    ];
    expect(ratios(rows, REFERENCE)).toEqual([1.5, 1, 0.5, null]);
  });

  it("take a field that one of both does not have for equal", () => {
    const rows = [row("theirs", { k: 1, n: 10, ms: 4 }), row("ours", { k: 1, ms: 2 })];
    expect(ratios(rows, REFERENCE)).toEqual([1, 0.5]);
  });
});

describe("markdownTable", () => {
  it("has all columns where they belong, numbers to the right", () => {
    const records: Record<string, string | number | boolean>[] = [
      { engine: "a", k: 1 },
      { engine: "b", workers: 2, k: 1, done: true },
    ];
    expect(markdownTable(records)).toBe(
      [
        "| engine | workers | k | done |",
        "| :-- | --: | --: | :-- |",
        "| a |  | 1 |  |",
        "| b | 2 | 1 | yes |",
      ].join("\n"),
    );
  });
});

describe("benchSection", () => {
  const bench: Bench = {
    name: "some",
    title: "some: things",
    about: "Things.",
    reference: REFERENCE,
    hasPeers: true,
    run: async function* () {},
  };

  it("shows ratios to two decimals and parts of a whole as columns", () => {
    const rows = [
      row("ours", { k: 1, ms: 2, seconds: { acting: 0.5, wire: 0.1 } }),
      row("theirs", { k: 1, ms: 3, seconds: { acting: 0.4 } }),
    ];
    expect(benchSection(bench, rows).split("\n")).toEqual([
      "## some: things",
      "",
      "Things.",
      "",
      "| engine | k | ms | seconds.acting | seconds.wire | ratio to theirs |",
      "| :-- | --: | --: | --: | --: | --: |",
      "| ours | 1 | 2 | 0.5 | 0.1 | 0.67 |",
      "| theirs | 1 | 3 | 0.4 |  | 1.00 |",
      "",
    ]);
  });

  it("has no ratios where there is nothing to compare with", () => {
    expect(benchSection(bench, [row("ours", { k: 1, ms: 2 })])).not.toContain("ratio");
  });
});
