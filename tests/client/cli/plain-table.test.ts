import { expect, it } from "vitest";
import { plainTable } from "../../../client/cli/plain-table.js";

it("ends numbers at the right and begins words at the left", () => {
  const rows = [
    ["a", "1", "x", "10/20", "1.50 ± 0.25"],
    ["long", "100", "12", "5/?", "–"],
  ];
  expect(plainTable(["name", "k", "what", "done", "welfare"], rows)).toBe(
    [
      "name    k  what   done      welfare",
      "a       1  x     10/20  1.50 ± 0.25",
      "long  100  12      5/?            –",
    ].join("\n"),
  );
});

it("is its header where there is no row", () => {
  expect(plainTable(["name", "k"], [])).toBe("name  k");
});
