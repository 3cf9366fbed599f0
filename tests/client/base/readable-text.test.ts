import { expect, it } from "vitest";
import { isReadable, readable, readableLines } from "../../../client/base/readable-text.js";

it.each([
  ["hopper, n = 3: Größe ≤ 1 – 日本", "hopper, n = 3: Größe ≤ 1 – 日本"],
  ["\x1b[2J\x07", "\\u{1b}[2J\\u{7}"],
  ["a\nb\rc\td", "a\\nb\\rc\\td"],
  ["\x9b31m\x7f", "\\u{9b}31m\\u{7f}"],
  ["\u202egnirts\u2066\u200f", "\\u{202e}gnirts\\u{2066}\\u{200f}"],
  ["\ud800 and \udc00, but 😀", "\\u{d800} and \\u{dc00}, but 😀"],
  ["\u2028\u2029\ufeff", "\\u{2028}\\u{2029}\\u{feff}"],
])("%j is shown as %j", (text, shown) => {
  expect(readable(text)).toBe(shown);
  expect(isReadable(text)).toBe(text === shown);
});

it("what is long is cut, and its length said", () => {
  expect(readable("x".repeat(1000))).toBe("x".repeat(1000));
  expect(readable("x".repeat(5000))).toBe(`${"x".repeat(1000)}… (5000 characters)`);
  expect(readable("xxxx", 3)).toBe("xxx… (4 characters)");
});

it("lines stay lines, up to fifty", () => {
  expect(readableLines("one\ntwo\x1b\n")).toBe("one\ntwo\\u{1b}\n");
  const lines = readableLines("x\n".repeat(60)).split("\n");
  expect(lines).toHaveLength(51);
  expect(lines.at(-1)).toBe("… (61 lines)");
});
