import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellCommand } from "../../../client/base/shell-command.js";

const WORDS = [
  ...["runs/half-cheetah-em-1", "a b", "it's", 'say "no"', "[1]", "$HOME `id` $(id)", "grün", "~", "a\\b"],
  ...["*", "!", "a;b", "#a", "x=y", "two\nlines", "", "{1,2}", "a&b|c<d>e", "\ttab", "'"],
];

it.skipIf(process.platform === "win32")("a shell reads the words that were written", () => {
  const script = "for (const word of process.argv.slice(1)) console.log(JSON.stringify(word))";
  const command = shellCommand([process.execPath, "-e", script, "--", ...WORDS]);
  const read = execFileSync("sh", ["-c", command], { encoding: "utf8" }).trim().split("\n");
  expect(read.map((line) => JSON.parse(line))).toEqual(WORDS);
});

it("leaves alone what needs no quotes", () => {
  expect(
    shellCommand(["caucus", "train", "--out", "runs/half-cheetah-em-1", "--server", "10.0.0.5:50051", 3]),
  ).toBe("caucus train --out runs/half-cheetah-em-1 --server 10.0.0.5:50051 3");
});
